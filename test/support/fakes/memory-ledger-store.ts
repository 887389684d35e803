import { leftAfterOptOut } from '#core/ledger/after-opt-out';
import type {
  LedgerCounts,
  LedgerFinding,
  LedgerRule,
  LedgerStore,
} from '#core/ledger/ledger-finding';
import { isClosed } from '#core/request/status';
import { streamKeyOf } from '#core/request/stream-key';
import { earliest, type Instant, MINUTE } from '#core/time/instant';

import type { MemoryDatabase } from './memory-database.js';

type Judge = (
  database: MemoryDatabase,
  now: Instant,
) => readonly [subject: string, detail: string][];

export class MemoryLedgerStore implements LedgerStore {
  constructor(private readonly database: MemoryDatabase) {}

  async *findings(now: Instant): AsyncIterable<LedgerFinding> {
    for (const [rule, judge] of judges) {
      const found = await this.database.transaction(() => judge(this.database, now));
      for (const [subject, detail] of found) yield { rule, subject, detail };
    }
  }

  async *referencedFiles(): AsyncIterable<string> {
    await Promise.resolve();
    const { envelopes, attachments } = this.database;
    for (const row of envelopes.all()) {
      if (row.raw === null) yield row.rawSha256.toString('hex');
      if (row.requestSha256 !== null) yield row.requestSha256.toString('hex');
    }
    for (const { sha256 } of attachments.all()) if (sha256 !== null) yield sha256.toString('hex');
  }

  async counts(): Promise<LedgerCounts> {
    const { envelopes, requests, messages, outbox } = this.database;
    return this.database.transaction(() => ({
      envelopes: envelopes.size,
      requests: requests.size,
      messages: messages.size,
      outboxEntries: outbox.size,
    }));
  }
}

const judges: readonly (readonly [LedgerRule, Judge])[] = [
  ['envelope-outcome', waitingTooLong],
  ['envelope-message', messagesOfEnvelopes],
  ['conversation-single', sharedConversations],
  ['request-number', gapsInNumbers],
  ['request-clock', missingClocks],
  ['request-counters', wrongCounters],
  ['outbox-state', lostEntries],
  ['outbox-attempt', wrongAttempts],
  ['outbox-ladder', wrongLadders],
  ['outbox-consent', textsAfterOptOut],
];

function waitingTooLong(database: MemoryDatabase, now: Instant): [string, string][] {
  return database.envelopes
    .all()
    .filter((row) => row.outcome === null && now - row.receivedAt > MINUTE)
    .map((row) => [`envelope:${String(row.id)}`, 'has no outcome']);
}

function messagesOfEnvelopes(database: MemoryDatabase): [string, string][] {
  return database.envelopes.all().flatMap((row): [string, string][] => {
    const registered = ['created', 'joined', 'reopened'].includes(row.outcome ?? '');
    const message = database.messages.findUnique(0, String(row.id));
    const right = registered ? message?.requestId === row.requestId : message === undefined;
    const known = row.requestId === null || database.requests.get(row.requestId) !== undefined;
    return right && known ? [] : [[`envelope:${String(row.id)}`, 'and its message disagree']];
  });
}

function sharedConversations(database: MemoryDatabase): [string, string][] {
  const seen = new Set<string>();
  return database.requests.all().flatMap((row): [string, string][] => {
    const key = row.conversationKey?.toString('hex');
    if (key === undefined) return [];
    if (seen.has(key)) return [[`request:${row.id}`, 'shares its conversation']];
    seen.add(key);
    return [];
  });
}

function gapsInNumbers(database: MemoryDatabase): [string, string][] {
  const series = new Map<string, number[]>();
  for (const { number } of database.requests.all()) {
    const [name = '', sequence = ''] = number.split('-');
    series.set(name, [...(series.get(name) ?? []), Number(sequence)]);
  }
  return [...series].flatMap(([name, taken]): [string, string][] => {
    const whole = new Set(taken).size === taken.length && Math.max(...taken) === taken.length;
    return whole ? [] : [[`series:${name}`, 'has gaps or doubles']];
  });
}

function missingClocks(database: MemoryDatabase): [string, string][] {
  const clocks = database.clocks.all();
  const withSegment = new Set<string>(database.segments.all().map(({ clockId }) => clockId));
  const first = new Set<string>(
    clocks.filter(({ kind }) => kind === 'first_response').map(({ requestId }) => requestId),
  );
  return [
    ...database.requests
      .all()
      .filter(({ id }) => !first.has(id))
      .map(({ id }): [string, string] => [`request:${id}`, 'has no first-response clock']),
    ...clocks
      .filter(({ id }) => !withSegment.has(id))
      .map(({ id }): [string, string] => [`clock:${id}`, 'has no segment']),
  ];
}

function wrongCounters(database: MemoryDatabase): [string, string][] {
  return database.requests.all().flatMap((row): [string, string][] => {
    const messages = database.messages.all().filter(({ requestId }) => requestId === row.id);
    const running = database.clocks
      .all()
      .filter((clock) => clock.requestId === row.id && clock.state === 'running')
      .map(({ dueAt }): Instant | null => dueAt);
    const deadline = earliest(running);
    const streamKey = isClosed(row.status) ? null : streamKeyOf(row.id, deadline);
    const right =
      row.messageCount === messages.length &&
      row.nextDeadlineAt === deadline &&
      row.streamKey === streamKey;
    return right ? [] : [[`request:${row.id}`, 'is not what its rows say']];
  });
}

/** What is unknown is visible to a person by its state; a held entry without an owner is nobody's. */
function lostEntries(database: MemoryDatabase, now: Instant): [string, string][] {
  return database.outbox
    .all()
    .filter((row) => row.state === 'sending' && (row.leaseUntil === null || row.leaseUntil < now))
    .map((row) => [`outbox:${row.id}`, 'is held by nobody']);
}

function wrongAttempts(database: MemoryDatabase): [string, string][] {
  const orphans = database.attempts
    .all()
    .filter(({ entryId }) => database.outbox.get(entryId) === undefined)
    .map(({ id }): [string, string] => [`attempt:${id}`, 'belongs to no entry']);
  const unsent = database.outbox
    .all()
    .filter(({ state }) => state === 'sent')
    .filter(({ id }) => acceptedAttempts(database, id) !== 1)
    .map(({ id }): [string, string] => [`outbox:${id}`, 'is sent without one accepted attempt']);
  return [...orphans, ...unsent];
}

function wrongLadders(database: MemoryDatabase): [string, string][] {
  return database.outbox.all().flatMap(({ id, ladder, messageId }): [string, string][] => {
    if (ladder === undefined) return [];
    const from = database.outbox.get(ladder.from);
    const isRight =
      from?.messageId === messageId &&
      from.refusal !== null &&
      from.ladderAt === null &&
      (from.ladder?.rung ?? 0) + 1 === ladder.rung;
    return isRight ? [] : [[`outbox:${id}`, 'goes on from nowhere']];
  });
}

function textsAfterOptOut(database: MemoryDatabase): [string, string][] {
  const consent = database.consentEntries.all();
  return database.attempts.all().flatMap(({ entryId, startedAt }): [string, string][] => {
    const row = database.outbox.get(entryId);
    const contactPointId = row?.contactPointId ?? null;
    if (row === undefined || contactPointId === null || row.answersConsent === true) return [];
    const { requestId, channelAccountId } = row;
    const attempt = { contactPointId, requestId, channelAccountId, startedAt };
    return leftAfterOptOut(attempt, consent) ? [[`outbox:${entryId}`, 'left after a stop']] : [];
  });
}

function acceptedAttempts(database: MemoryDatabase, entryId: string): number {
  return database.attempts.all().filter((row) => row.entryId === entryId && row.outcome === 'sent')
    .length;
}
