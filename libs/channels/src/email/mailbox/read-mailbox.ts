import type { ImapFlow } from 'imapflow';

import type { InboundEnvelope } from '#core/channel/envelope';

import type { MailboxPosition } from './cursor.js';
import { type IncomingParts, mailboxNumber } from './incoming-parts.js';
import { listMails } from './list-mails.js';
import { mailEnvelope } from './mail-envelope.js';
import { noticeMail } from './notice-mail.js';
import type { OpenMailbox } from './open-mailbox.js';
import { planBatch, type PlannedMail, type Room } from './plan-batch.js';
import { type ReadSources, readSources } from './read-sources.js';
import type { StubbornMails } from './stubborn-mails.js';

export interface Reader {
  readonly client: ImapFlow;
  readonly parts: IncomingParts;
  readonly stubborn: StubbornMails;
}

export interface MailboxReading {
  readonly envelopes: readonly InboundEnvelope[];
  readonly position: MailboxPosition;
  /** UIDs of the envelopes. */
  readonly taken: readonly number[];
  readonly bytes: number;
  readonly more: boolean;
  /** The connection ended under way. */
  readonly cut: boolean;
}

interface TakenMail {
  readonly mail: PlannedMail;
  readonly raw: Buffer;
}

/**
 * Reads on from a position, as much as there is room for. The position never goes beyond a mail that
 * is neither complete in the envelopes nor known to be none of ours.
 */
export async function readMailbox(
  reader: Reader,
  mailbox: OpenMailbox,
  position: MailboxPosition,
  room: Room,
): Promise<MailboxReading> {
  const { client, parts, stubborn } = reader;
  const { path } = mailbox;
  const list = await listMails(client, mailbox, position.lastUid);
  const alone = stubborn.isAt(path, list.mails[0]?.uid ?? 0);
  const plan = planBatch(list.mails, position, alone ? { ...room, mails: 1 } : room, (uid) =>
    stubborn.patience(path, uid, parts.tools.clock.now()),
  );
  const wanted = plan.flatMap(({ treatment, uid }) => (treatment === 'fetch' ? uid : []));
  const read = await readSources(client, mailbox, wanted);
  tellVanished(parts, path, list.gone.length + read.gone.size);
  const { taken, lastUid } = await takeInOrder(reader, path, plan, read);
  const whole = lastUid === (plan.at(-1)?.uid ?? null);
  if (whole) stubborn.passed(path);
  return {
    envelopes: taken.map(({ mail, raw }) => envelopeOf(parts, path, mail, raw)),
    position: { ...position, lastUid: lastUid ?? position.lastUid },
    taken: taken.map(({ mail }) => mail.uid),
    bytes: taken.reduce((sum, { raw }) => sum + raw.length, 0),
    more: whole && (list.more || plan.length < list.mails.length),
    cut: read.cut,
  };
}

/** Up to the first mail that is missing; `lastUid` is null when that is the very first. */
async function takeInOrder(
  reader: Reader,
  mailbox: string,
  plan: readonly PlannedMail[],
  read: ReadSources,
): Promise<{ readonly taken: TakenMail[]; readonly lastUid: number | null }> {
  const taken: TakenMail[] = [];
  let lastUid: number | null = null;
  for (const mail of plan) {
    if (mail.treatment !== 'skip' && !read.gone.has(mail.uid)) {
      const raw = read.sources.get(mail.uid) ?? (await insteadOf(reader, mailbox, mail));
      if (raw === null) {
        tellMissing(reader, mailbox, mail.uid);
        break;
      }
      taken.push({ mail, raw });
    }
    lastUid = mail.uid;
  }
  return { taken, lastUid };
}

async function insteadOf(
  { client }: Reader,
  mailbox: string,
  mail: PlannedMail,
): Promise<Buffer | null> {
  return mail.treatment === 'fetch' ? null : noticeMail(client, mailbox, mail);
}

function envelopeOf(
  { tools }: IncomingParts,
  mailbox: string,
  { internalDate }: PlannedMail,
  raw: Buffer,
): InboundEnvelope {
  return mailEnvelope(raw, { accountId: tools.account.id, internalDate, mailbox });
}

function tellVanished(parts: IncomingParts, mailbox: string, count: number): void {
  if (count === 0) return;
  parts.tools.log.warn('email-mails-vanished', { mailbox: mailboxNumber(parts, mailbox), count });
}

function tellMissing({ parts, stubborn }: Reader, mailbox: string, uid: number): void {
  stubborn.failed(mailbox, uid, parts.tools.clock.now());
  const facts = { mailbox: mailboxNumber(parts, mailbox), uid };
  parts.tools.log.warn('email-mail-not-read', facts);
}
