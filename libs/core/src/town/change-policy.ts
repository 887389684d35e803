import type { Problem } from '../error/problem.js';
import { refused, type Result, succeeded } from '../error/result.js';
import type { StaffId } from '../identity/ids.js';
import { policyDocument, readPolicy, type RuleDocument } from '../sla/policy-document.js';
import type { SlaPolicy } from '../sla/sla-policy.js';
import type { Clock } from '../time/clock.js';
import type { TownDocumentStore } from './town-document-store.js';

export interface PolicyPorts {
  readonly documents: TownDocumentStore;
  readonly clock: Clock;
  /** The policy that holds now. */
  readonly current: () => SlaPolicy;
  /** Makes `current` what the documents say. */
  readonly refresh: () => Promise<unknown>;
}

export interface PolicyChange {
  /** The version that they read. */
  readonly expectedVersion: number;
  /** In the form that `readPolicy` reads. */
  readonly document: unknown;
  readonly staffId: StaffId;
}

export interface PolicyPreview {
  /** The version that it would be. */
  readonly version: number;
  /** Rules that differ; those that are the same are left out. */
  readonly rules: readonly {
    readonly name: string;
    readonly before: RuleDocument | null;
    readonly after: RuleDocument | null;
  }[];
}

/** What would be promised otherwise. It holds for clocks that begin afterwards: what was promised stays. */
export async function previewPolicy(
  ports: PolicyPorts,
  document: unknown,
): Promise<Result<PolicyPreview>> {
  await ports.refresh();
  const draft = draftOf(ports, document, await newestVersion(ports));
  if (!draft.ok) return draft;
  const [before, after] = [byName(ports.current()), byName(draft.value)];
  const names = [...new Set([...after.keys(), ...before.keys()])];
  const rules = names.map((name) => ({
    name,
    before: before.get(name) ?? null,
    after: after.get(name) ?? null,
  }));
  const isOther = (rule: (typeof rules)[number]) => written(rule.before) !== written(rule.after);
  return succeeded({ version: draft.value.version, rules: rules.filter(isOther) });
}

export async function savePolicy(
  ports: PolicyPorts,
  change: PolicyChange,
): Promise<Result<{ readonly version: number }>> {
  await ports.refresh();
  const newest = await newestVersion(ports);
  if (change.expectedVersion !== newest) return refused(changedMeanwhile);
  const draft = draftOf(ports, change.document, newest);
  if (!draft.ok) return draft;
  const { version } = draft.value;
  const { staffId } = change;
  const savedAt = ports.clock.now();
  const body = JSON.stringify(policyDocument(draft.value));
  const kind = 'policies';
  const saved = await ports.documents.append(
    { kind, name: 'default', version, body, savedBy: staffId, savedAt },
    {
      at: savedAt,
      staffId,
      action: 'policies.saved',
      subject: `document:policies/default/${String(version)}`,
      detail: { before: change.expectedVersion, rules: draft.value.rules.length },
    },
  );
  if (saved === 'conflict') return refused(changedMeanwhile);
  await ports.refresh();
  return succeeded({ version });
}

function draftOf(ports: PolicyPorts, document: unknown, newest: number): Result<SlaPolicy> {
  return readPolicy(document, { version: newest + 1, calendars: ports.current().calendars });
}

async function newestVersion({ documents, current }: PolicyPorts): Promise<number> {
  const stored = await documents.find('policies', 'default');
  return stored?.version ?? current().version;
}

/** Whatever the order of its fields. */
function written(rule: RuleDocument | null): string {
  if (rule === null) return '';
  const { when, calendar, targets, warnAt, escalations, emergency } = rule;
  const ordered = (fields: object) => Object.entries(fields).toSorted();
  return JSON.stringify([
    ...[ordered(when), calendar, ordered(targets), warnAt, emergency],
    ...escalations.map(ordered),
  ]);
}

/** Compared as they are written, so that two ways of writing one target are no difference. */
function byName(policy: SlaPolicy): ReadonlyMap<string, RuleDocument> {
  return new Map(policyDocument(policy).rules.map((rule) => [rule.name, rule]));
}

const changedMeanwhile: Problem = {
  code: 'conflict',
  title: 'The policy was changed meanwhile',
  detail: 'Read it again, look at what is new, and make your change on top of it.',
};
