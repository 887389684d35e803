import type { ImapFlow } from 'imapflow';

import type { ChannelHealth } from '#core/channel/adapter';

import type { IncomingSettings } from '../settings.js';
import { asImapError, isRefusal } from './mailbox-errors.js';
import { select } from './open-mailbox.js';
import { canMove } from './settle.js';

type Step = ChannelHealth['steps'][number];

/** Whether kept mails can be marked or moved as set, without touching one. */
export async function checkAfterwards(
  client: ImapFlow,
  { afterwards, mailboxes }: IncomingSettings,
): Promise<Step> {
  switch (afterwards.kind) {
    case 'leave':
      return {
        step: 'incoming: afterwards',
        passed: true,
        detail: 'Mails stay as they are, as set.',
      };
    case 'seen': {
      const fault = await firstFault(mailboxes, (mailbox) => markingFault(client, mailbox));
      return outcome('incoming: mark as read', fault, 'Mails can be marked as read.');
    }
    case 'move': {
      const target = afterwards.mailbox;
      const fault =
        (await targetFault(client, target, mailboxes)) ??
        (await firstFault(mailboxes, (mailbox) => movingFault(client, mailbox)));
      return outcome(`incoming: move to ${target}`, fault, 'Mails can be moved there.');
    }
  }
}

function outcome(step: string, fault: string | null, success: string): Step {
  return { step, passed: fault === null, detail: fault ?? success };
}

async function firstFault(
  mailboxes: readonly string[],
  faultOf: (mailbox: string) => Promise<string | null>,
): Promise<string | null> {
  for (const mailbox of mailboxes) {
    const fault = await faultOf(mailbox);
    if (fault !== null) return fault;
  }
  return null;
}

async function markingFault(client: ImapFlow, mailbox: string): Promise<string | null> {
  if (!(await isWritable(client, mailbox))) return readOnly(mailbox);
  const flags = client.mailbox === false ? undefined : client.mailbox.permanentFlags;
  if (flags === undefined || flags.has('\\Seen') || flags.has('\\*')) return null;
  return `${mailbox} keeps no mark for read mails: set afterwards to leave.`;
}

async function movingFault(client: ImapFlow, mailbox: string): Promise<string | null> {
  return (await isWritable(client, mailbox)) ? null : readOnly(mailbox);
}

async function isWritable(client: ImapFlow, mailbox: string): Promise<boolean> {
  if ((await select(client, mailbox)) === null) return false;
  return client.mailbox !== false && client.mailbox.readOnly !== true;
}

function readOnly(mailbox: string): string {
  return `${mailbox} is open for reading only: give the user the right to change mails there, or set afterwards to leave.`;
}

async function targetFault(
  client: ImapFlow,
  target: string,
  mailboxes: readonly string[],
): Promise<string | null> {
  if (mailboxes.includes(target))
    return 'Mails cannot be moved to where they are read: set another mailbox.';
  if (!canMove(client)) {
    return 'The server can neither MOVE nor expunge single mails (UIDPLUS): set afterwards to seen or leave.';
  }
  if (!(await exists(client, target))) return `There is no mailbox ${target}: create it.`;
  const quota = await client.getQuota(target);
  const { usage, limit } = (quota === false ? undefined : quota.storage) ?? {};
  const isFull = usage !== undefined && limit !== undefined && limit > 0 && usage >= limit;
  return isFull ? 'The mail account is full: delete mails or raise its quota.' : null;
}

async function exists(client: ImapFlow, mailbox: string): Promise<boolean> {
  try {
    return (await client.status(mailbox, { messages: true })) !== false;
  } catch (error) {
    if (isRefusal(error) || asImapError(error).code === 'NotFound') return false;
    throw error;
  }
}
