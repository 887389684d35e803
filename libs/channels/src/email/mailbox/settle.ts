import type { ImapFlow } from 'imapflow';

import { DAY } from '#core/time/instant';

import type { IncomingSettings } from '../settings.js';
import { type MailboxPosition, wasThereBefore } from './cursor.js';
import { toInstant } from './locate.js';
import { type OpenMailbox, select } from './open-mailbox.js';
import { uidRanges } from './uid-ranges.js';

export type Afterwards = Exclude<IncomingSettings['afterwards'], { kind: 'leave' }>;

/** Why mails stayed as they were, as a stable word; null when all is done. */
export type Unsettled = 'mailbox-refused' | 'command-refused' | 'move-unsupported' | null;

const SWEPT_AT_ONCE = 500;

/** One command for all of them: marks or moves mails that are kept. */
export async function settle(
  client: ImapFlow,
  mailbox: string,
  { uidValidity, uids }: { readonly uidValidity: string; readonly uids: readonly number[] },
  afterwards: Afterwards,
): Promise<Unsettled> {
  const open = await select(client, mailbox);
  if (open === null) return 'mailbox-refused';
  // The UIDs are another mailbox's: its mails come again, and are settled then.
  if (open.uidValidity !== uidValidity) return null;
  return apply(client, uids, afterwards);
}

/**
 * What an earlier refusal or the end of a process left undone, found in the mailbox itself.
 *
 * @returns `more` when there was more than one command takes.
 */
export async function sweep(
  client: ImapFlow,
  mailbox: string,
  position: MailboxPosition,
  afterwards: Afterwards,
): Promise<Unsettled | 'more'> {
  if (position.lastUid < position.firstUid) return null;
  const open = await select(client, mailbox);
  if (open === null) return 'mailbox-refused';
  if (open.uidValidity !== position.uidValidity) return null;
  const uids = await leftBehind(client, open, position, afterwards);
  if (uids.length === 0) return null;
  const unsettled = await apply(client, uids, afterwards);
  return unsettled === null && uids.length === SWEPT_AT_ONCE ? 'more' : unsettled;
}

async function leftBehind(
  client: ImapFlow,
  { exists }: OpenMailbox,
  position: MailboxPosition,
  afterwards: Afterwards,
): Promise<number[]> {
  if (exists === 0) return [];
  const { firstUid, lastUid, since, rescanTo } = position;
  const found = await client.search(
    {
      uid: `${firstUid}:${lastUid}`,
      ...(afterwards.kind === 'seen' && { seen: false }),
      // By the day, in the server's zone.
      ...(rescanTo > 0 && { since: new Date(since - DAY) }),
    },
    { uid: true },
  );
  if (!Array.isArray(found)) return [];
  const uids = found.filter((uid) => uid >= firstUid && uid <= lastUid).slice(0, SWEPT_AT_ONCE);
  return rescanTo === 0 || uids.length === 0 ? uids : onlyOurs(client, uids, position);
}

async function onlyOurs(
  client: ImapFlow,
  uids: readonly number[],
  position: MailboxPosition,
): Promise<number[]> {
  const ours: number[] = [];
  const query = { uid: true, internalDate: true };
  for await (const row of client.fetch(uidRanges(uids), query, { uid: true })) {
    const mail = { uid: row.uid, internalDate: toInstant(row.internalDate) };
    if (uids.includes(row.uid) && !wasThereBefore(mail, position)) ours.push(row.uid);
  }
  return ours;
}

async function apply(
  client: ImapFlow,
  uids: readonly number[],
  afterwards: Afterwards,
): Promise<Unsettled> {
  const range = uidRanges(uids);
  switch (afterwards.kind) {
    case 'seen': {
      const options = { uid: true, silent: true };
      const marked = await client.messageFlagsAdd(range, ['\\Seen'], options);
      return marked ? null : 'command-refused';
    }
    case 'move': {
      if (!canMove(client)) return 'move-unsupported';
      const moved = await client.messageMove(range, afterwards.mailbox, { uid: true });
      return moved === false ? 'command-refused' : null;
    }
  }
}

/** Without either the library would end with EXPUNGE, which removes what others marked as deleted. */
export function canMove(client: ImapFlow): boolean {
  return ['MOVE', 'UIDPLUS', 'IMAP4REV2'].some((name) => client.capabilities.has(name));
}
