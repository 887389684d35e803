import type { ServiceRequestId } from '#core/identity/ids';
import type { NewServiceRequest } from '#core/request/records';
import type { SlaClock, SlaClockKind } from '#core/sla/sla-clock';
import { HOUR, type Instant } from '#core/time/instant';

import { addRequest, later, newId, start } from './sample-rows.js';
import type { OpenStores } from './store-suites.js';

/** A request of a service with its running response clock, and clocks due after 24 hours. */
export async function withClocks(
  stores: OpenStores,
  ...kinds: readonly SlaClockKind[]
): Promise<NewServiceRequest> {
  const row = await addRequest(stores.registrations, { serviceCode: 'ST-POT' });
  const clocks = kinds.map((kind) => clockRow(row.id, kind, later(24 * HOUR)));
  await stores.registrations.transaction(async (transaction) => {
    await transaction.insertClocks(clocks);
    await transaction.insertSegments(clocks.map((clock) => segment(clock, 'running', start)));
  });
  return row;
}

export function clockRow(
  requestId: ServiceRequestId,
  kind: SlaClockKind,
  dueAt: Instant,
): SlaClock {
  return {
    ...{ id: newId<'SlaClock'>(), requestId, kind, state: 'running', startedAt: start, dueAt },
    target: { kind: 'wall', ms: 24 * HOUR },
    ...{ policyName: 'ST-POT', policyVersion: 1, calendarName: 'default', calendarVersion: 1 },
    ...{ pausedAt: null, metAt: null, endedAt: null, breachedAt: null },
    ...{ noticedLevel: 0, nextStepAt: dueAt, createdAt: start },
  };
}

export function segment(
  { id: clockId, dueAt }: SlaClock,
  kind: 'running' | 'met',
  fromAt: Instant,
) {
  return { clockId, kind, fromAt, dueAt, reason: null, cause: 'test', recordedAt: fromAt } as const;
}

export async function update(
  stores: OpenStores,
  row: NewServiceRequest,
  changes: Pick<NewServiceRequest, 'status'>,
): Promise<void> {
  const { id, conversationKey, awaitsReply, nextDeadlineAt, expectedAt, streamKey } = row;
  const times = { nextDeadlineAt, expectedAt, streamKey, closedAt: null, lastMessageAt: start };
  const fixed = { id, conversationKey, awaitsReply, ...times, addedMessages: 0, emergencies: [] };
  await stores.registrations.transaction((transaction) =>
    transaction.updateRequests([{ ...fixed, ...changes }]),
  );
}

export function byKind<Clock extends { readonly kind: string }>(
  clocks: readonly Clock[] = [],
): Record<string, Clock> {
  return Object.fromEntries(clocks.map((clock) => [clock.kind, clock]));
}

export async function findings({ ledger }: OpenStores): Promise<string[]> {
  const found: string[] = [];
  for await (const { rule, detail } of ledger.findings(start)) {
    if (rule === 'request-clock' || rule === 'request-counters') found.push(detail);
  }
  return found;
}
