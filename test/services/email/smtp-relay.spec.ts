import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTransport } from 'nodemailer';

import type { ChannelAdapter } from '#core/channel/adapter';
import type { Delivery } from '#core/channel/delivery';
import type { ClaimedDelivery } from '#core/delivery/outbox';
import type { OutboxEntryId } from '#core/identity/ids';
import { replyTokens } from '#core/secret/reply-tokens';
import { instantFromMilliseconds } from '#core/time/instant';

import { channelTools, storedEnvelope } from '../../support/channel-tools.js';
import { eventually } from '../../support/eventually.js';
import { fakeDelivery } from '../../support/fakes/fake-delivery.js';
import { type MailLink, startMailLink } from '../../support/mail-link.js';
import { headerOf, type MailSink, startMailSink } from '../../support/mail-sink.js';
import {
  attemptSend,
  mailAdapter,
  mailSettings,
  referenceTo,
} from '../../support/outgoing-mail.js';
import { type PrivateDovecot, startPrivateDovecot } from '../../support/private-dovecot.js';
import { type PrivatePostfix, startPrivatePostfix } from '../../support/private-postfix.js';

const JOURNAL = 'journal@fairmill.example';
const goOn = new AbortController().signal;
let dovecot: PrivateDovecot;
let postfix: PrivatePostfix;
/** Takes the mail for gone@example.org from Postfix, and refuses it. */
let refusing: MailSink;
let link: MailLink;
let adapter: ChannelAdapter;
let citizens = 0;

beforeAll(async () => {
  dovecot = await startPrivateDovecot();
  refusing = await startMailSink({ lmtp: true });
  refusing.fail({ step: 'recipient', action: { reply: '550 5.1.1 User unknown' } });
  postfix = await startPrivatePostfix({
    domains: ['fairmill.example', 'example.org'],
    virtualTransport: `lmtp:inet:127.0.0.1:${dovecot.lmtpPort}`,
    journal: JOURNAL,
    settings: {
      transport_maps: `inline:{{gone@example.org=lmtp:inet:127.0.0.1:${refusing.port}}}`,
    },
  });
}, 60_000);
afterAll(async () => {
  await postfix.stop();
  await refusing.close();
  await dovecot.stop();
});
beforeEach(async () => {
  link = await startMailLink(postfix.port);
  adapter = adapterAt(link.port);
});
afterEach(async () => {
  await adapter.close?.();
  await link.close();
});

describe('an answer through a real relay', () => {
  it('reaches the citizen’s mailbox once, in their thread, and theirs comes back to its address', async () => {
    const delivery = deliveryTo(citizen());
    const outcome = await adapter.send(delivery, goOn);
    const [mail] = await mailsOf(recipientOf(delivery), 1);
    const fields = headerOf({ raw: mail ?? Buffer.alloc(0), from: '', to: [], user: null });
    expect(outcome).toEqual({ kind: 'sent', providerId: fields.get('message-id') });
    expect(fields.get('in-reply-to')).toBe('<question@example.org>');
    const [, replyTo = ''] = /<(.+)>/.exec(fields.get('reply-to') ?? '') ?? [];
    expect(replyTo).toMatch(/^311\+fm26\d{7}\.[a-z2-7]{20}@fairmill\.example$/);
    const before = (await mailsOf('311@fairmill.example', 0)).length;
    await mailFromCitizen(recipientOf(delivery), replyTo);
    const town = await mailsOf('311@fairmill.example', before + 1);
    expect(town.at(-1)?.toString()).toContain(`To: ${replyTo}`);
  });

  it('that bounces later comes back as a report of the mail that it was', async () => {
    const delivery = deliveryTo('gone@example.org');
    const outcome = await adapter.send(delivery, goOn);
    if (outcome.kind !== 'sent') throw new Error('The relay should take it.');
    const report = await eventualMail('311@fairmill.example', 'report-type=delivery-status');
    const envelope = envelopeOf(report);
    const parsed = await adapter.parse?.(envelope, goOn);
    expect(adapter.normalise(envelope, parsed)).toMatchObject({
      kind: 'receipt',
      providerId: outcome.providerId,
      addressGone: true,
    });
  });
});

describe('F59: a mail whose answer was lost between us and the relay', () => {
  it('is found in the journal when the relay had taken it', async () => {
    link.fault = 'answer-lost';
    const delivery = deliveryTo(citizen());
    expect((await attemptSend(adapter, delivery, 5_000)).kind).toBe('unknown');
    const [mail] = await mailsOf(recipientOf(delivery), 1);
    await eventually(async () => {
      const found = await adapter.findSent?.(delivery, goOn);
      expect(found?.kind).toBe('found');
      if (found?.kind === 'found') expect(mail?.toString()).toContain(found.providerId);
    });
  });

  it('is not in the journal when the relay had not, and then is sent once under its own name', async () => {
    link.fault = 'dot-lost';
    const delivery = deliveryTo(citizen());
    expect((await attemptSend(adapter, delivery, 5_000)).kind).toBe('unknown');
    expect(await adapter.findSent?.(delivery, goOn)).toEqual({ kind: 'absent' });
    link.fault = 'none';
    const again = await attemptSend(adapter, { ...delivery, attempt: 2 }, 5_000);
    await eventually(async () => {
      const found = await adapter.findSent?.(delivery, goOn);
      expect(found).toEqual({ ...again, kind: 'found' });
    });
    expect(await mailsOf(recipientOf(delivery), 1)).toHaveLength(1);
  });

  it('is found in the journal when the answer was only late', async () => {
    link.fault = 'answer-held';
    const delivery = deliveryTo(citizen());
    expect((await attemptSend(adapter, delivery, 1_000)).kind).toBe('unknown');
    await eventually(async () => {
      expect((await adapter.findSent?.(delivery, goOn))?.kind).toBe('found');
    });
  });

  it('is found although the town’s key was changed meanwhile', async () => {
    const delivery = deliveryTo(citizen());
    const outcome = await adapter.send(delivery, goOn);
    const tools = { ...channelTools(), replyTokens: replyTokens([Buffer.alloc(32, 7)]) };
    const later = mailAdapter(settingsAt(postfix.port), tools);
    await eventually(async () => {
      expect(await later.findSent?.(delivery, goOn)).toEqual({
        ...outcome,
        kind: 'found',
      });
    });
  });

  it('is not found in somebody’s mail whose Message-ID only holds its name', async () => {
    const delivery = deliveryTo(citizen());
    const name = delivery.idempotencyKey.replaceAll('-', '');
    const forged = `<x.${name}@fairmill.example>`;
    await dovecot.deliver(JOURNAL, `Message-ID: ${forged}\r\nFrom: eve@example.org\r\n\r\nHello`);
    expect(await adapter.findSent?.(delivery, goOn)).toEqual({ kind: 'absent' });
  });

  it('stays open while the journal cannot be read', async () => {
    const delivery = deliveryTo(citizen());
    const missing = adapterAt(postfix.port, { journal: 'No such mailbox' });
    const closed = adapterAt(postfix.port, {}, { port: 9 });
    const unknownUs = adapterAt(
      postfix.port,
      {},
      {
        signIn: { kind: 'password', password: 'wrong' },
      },
    );
    for (const theirs of [missing, closed, unknownUs]) {
      expect((await theirs.findSent?.(delivery, goOn))?.kind).toBe('unavailable');
      await theirs.close?.();
    }
    expect((await adapter.findSent?.(delivery, AbortSignal.abort()))?.kind).toBe('unavailable');
  });
});

describe('the check of outgoing mail', () => {
  it('goes all the way to the journal', async () => {
    const { steps = [] } = (await adapter.check?.(goOn)) ?? {};
    expect(steps.filter(({ passed }) => !passed)).toEqual([]);
    expect(steps.at(-1)).toMatchObject({ step: 'outgoing: journal' });
  });

  it('names a journal that is not there', async () => {
    const theirs = adapterAt(postfix.port, { journal: 'No such mailbox' });
    const { steps = [] } = (await theirs.check?.(goOn)) ?? {};
    await theirs.close?.();
    expect(steps.at(-1)).toMatchObject({
      step: 'outgoing: journal',
      passed: false,
      detail: expect.stringContaining('There is no mailbox No such mailbox'),
    });
  });
});

describe('F57: a relay that dies and comes back', () => {
  it('takes the mail of the next attempt', async () => {
    const delivery = deliveryTo(citizen());
    await postfix.kill();
    const failed = await attemptSend(adapter, delivery, 5_000);
    expect(failed).toMatchObject({ kind: 'not-sent', failure: { kind: 'transient' } });
    await postfix.restart();
    expect((await attemptSend(adapter, { ...delivery, attempt: 2 }, 5_000)).kind).toBe('sent');
    expect(await mailsOf(recipientOf(delivery), 1)).toHaveLength(1);
  }, 60_000);
});

function adapterAt(port: number, outgoing: object = {}, incoming: object = {}): ChannelAdapter {
  return mailAdapter(settingsAt(port, outgoing, incoming));
}

function settingsAt(port: number, outgoing: object = {}, incoming: object = {}): object {
  const mailboxes = {
    host: '127.0.0.1',
    port: dovecot.imapPort,
    security: 'none',
    user: JOURNAL,
    signIn: { kind: 'password', password: dovecot.password },
    ...incoming,
  };
  return mailSettings({ port, journal: 'INBOX', ...outgoing }, { incoming: mailboxes });
}

function citizen(): string {
  citizens += 1;
  return `citizen-${citizens}@example.org`;
}

function deliveryTo(address: string): ClaimedDelivery {
  const entryId = crypto.randomUUID() as OutboxEntryId;
  return fakeDelivery(instantFromMilliseconds(Date.now()), {
    idempotencyKey: entryId,
    entryId,
    channelRef: referenceTo(address),
  });
}

function recipientOf({ channelRef }: Delivery): string {
  return (JSON.parse(channelRef) as { to: { address: string } }).to.address;
}

async function mailFromCitizen(from: string, to: string): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port: postfix.port, ignoreTLS: true });
  await transport.sendMail({ from, to, subject: 'Re: Street light out', text: 'Thank you!' });
  transport.close();
}

async function eventualMail(user: string, words: string): Promise<Buffer> {
  let found: Buffer | undefined;
  await eventually(async () => {
    found = (await mailsOf(user, 0)).find((mail) => mail.includes(words));
    expect(found).toBeDefined();
  });
  return found ?? Buffer.alloc(0);
}

/** The mails of an INBOX, oldest first, once there are so many. */
async function mailsOf(user: string, atLeast: number): Promise<Buffer[]> {
  let mails: Buffer[] = [];
  await eventually(async () => {
    const client = await dovecot.signIn(user);
    await client.mailboxOpen('INBOX', { readOnly: true });
    const fetched = await client.fetchAll('1:*', { source: true });
    await client.logout();
    mails = fetched.map(({ source }) => source ?? Buffer.alloc(0));
    expect(mails.length).toBeGreaterThanOrEqual(atLeast);
  });
  return mails;
}

function envelopeOf(raw: Buffer) {
  const key = Buffer.alloc(32) as never;
  return storedEnvelope({
    dedupeKey: key,
    identityKey: key,
    providerId: null,
    contentType: 'message/rfc822',
    raw,
  });
}
