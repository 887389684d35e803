import type { ImapFlow } from 'imapflow';

import type { Polled } from '#core/channel/adapter';
import type { InboundEnvelope } from '#core/channel/envelope';

import { type Cursor, type MailboxPosition, readCursor, writeCursor } from './mailbox/cursor.js';
import { type IncomingParts, mailboxNumber } from './mailbox/incoming-parts.js';
import { isRebuilt, locate } from './mailbox/locate.js';
import { MailboxesUnavailable } from './mailbox/mailbox-errors.js';
import { type MailboxSession, sessionOf } from './mailbox/mailbox-session.js';
import { examine } from './mailbox/open-mailbox.js';
import type { Room } from './mailbox/plan-batch.js';
import { type MailboxReading, readMailbox } from './mailbox/read-mailbox.js';
import { type Batch, settleBatches } from './mailbox/settle-batches.js';

const MAILS_AT_ONCE = 100;
const BYTES_AT_ONCE = 16 * 1024 * 1024;

/**
 * Reads on in every mailbox of the account, by UID and without leaving a trace: what a person reads,
 * marks or answers there makes no difference. A new account, and a mailbox new to it, starts at now.
 */
export async function poll(
  parts: IncomingParts,
  cursor: string | null,
  signal: AbortSignal,
): Promise<Polled> {
  if (signal.aborted && cursor !== null) return { envelopes: [], cursor, more: false };
  const before = readCursor(cursor);
  const session = sessionOf(parts);
  const round = await session.use(parts, signal, (client) =>
    readAll({ client, parts, session, before }),
  );
  const batches = batchesToSettle(parts, session, before, round);
  return {
    envelopes: round.envelopes,
    cursor: writeCursor(round.cursor),
    more: round.more && !signal.aborted,
    ...(batches.length > 0 && {
      afterCommit: (goOn: AbortSignal) => settleBatches(parts, batches, goOn),
    }),
  };
}

interface Round {
  readonly envelopes: InboundEnvelope[];
  readonly cursor: Map<string, MailboxPosition>;
  readonly taken: Map<string, MailboxReading>;
  more: boolean;
}

interface RoundParts {
  readonly client: ImapFlow;
  readonly parts: IncomingParts;
  readonly session: MailboxSession;
  readonly before: Cursor;
}

async function readAll(roundParts: RoundParts): Promise<Round> {
  const { parts, session } = roundParts;
  const mailboxes = parts.incoming.mailboxes.toSorted(
    (one, other) => Number(session.stubborn.isIn(one)) - Number(session.stubborn.isIn(other)),
  );
  const round: Round = {
    envelopes: [],
    cursor: new Map(roundParts.before),
    taken: new Map(),
    more: false,
  };
  let [room, opened, cut] = [{ mails: MAILS_AT_ONCE, bytes: BYTES_AT_ONCE }, 0, false];
  for (const [index, mailbox] of mailboxes.entries()) {
    const reading = await readOne(roundParts, mailbox, share(room, mailboxes.length - index));
    if (reading === null) continue;
    opened += 1;
    keep(round, mailbox, reading);
    room = { mails: room.mails - reading.taken.length, bytes: room.bytes - reading.bytes };
    cut = reading.cut;
    if (cut) break;
  }
  const nothing =
    round.envelopes.length === 0 && writeCursor(round.cursor) === writeCursor(roundParts.before);
  if (cut && nothing) throw new MailboxesUnavailable('The connection ended while a mail was read.');
  if (opened === 0) throw new MailboxesUnavailable('The server opens none of the mailboxes.');
  return { ...round, more: round.more || cut };
}

function keep(round: Round, mailbox: string, reading: MailboxReading): void {
  round.envelopes.push(...reading.envelopes);
  round.cursor.set(mailbox, reading.position);
  round.taken.set(mailbox, reading);
  round.more ||= reading.more;
}

/** Null when the mailbox cannot be opened: the others are read all the same. */
async function readOne(
  { client, parts, session, before }: RoundParts,
  path: string,
  room: Room,
): Promise<MailboxReading | null> {
  const { log, clock } = parts.tools;
  const mailbox = await examine(client, path);
  const known = before.get(path);
  if (mailbox === null) {
    log.warn('email-mailbox-unavailable', { mailbox: mailboxNumber(parts, path) });
    return null;
  }
  if (known !== undefined && isRebuilt(mailbox, known)) {
    log.warn('email-mailbox-rebuilt', { mailbox: mailboxNumber(parts, path) });
  }
  const position = await locate(client, mailbox, known, clock.now());
  return readMailbox({ client, parts, stubborn: session.stubborn }, mailbox, position, room);
}

/** What one mailbox leaves of the room goes to the next; none goes away empty-handed. */
function share(room: Room, mailboxes: number): Room {
  return {
    mails: Math.max(1, Math.floor(room.mails / mailboxes)),
    bytes: Math.max(1, Math.floor(room.bytes / mailboxes)),
  };
}

function batchesToSettle(
  { incoming, tools }: IncomingParts,
  { sweeps }: MailboxSession,
  before: Cursor,
  { taken }: Round,
): Batch[] {
  if (incoming.afterwards.kind === 'leave') return [];
  return incoming.mailboxes.flatMap((mailbox) => {
    const reading = taken.get(mailbox);
    const position = before.get(mailbox);
    const swept = position !== undefined && sweeps.isDue(mailbox, tools.clock.now());
    const batch = {
      mailbox,
      uidValidity: reading?.position.uidValidity ?? '',
      uids: reading?.taken ?? [],
      sweep: swept ? position : null,
    };
    return batch.uids.length > 0 || batch.sweep !== null ? [batch] : [];
  });
}
