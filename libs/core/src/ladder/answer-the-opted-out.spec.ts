import { describe, expect, it } from '@jest/globals';

import {
  fakeAccount,
  fakeAccountId,
  fakeCapabilities,
  fakeMessage,
} from '../../../../test/support/fakes/fake-channel.js';
import { LadderedTown, mailAccountId } from '../../../../test/support/fakes/laddered-town.js';
import { readThread } from '../citizen/thread.js';
import { closeRequest } from '../reply/close-request.js';
import { logCall } from '../reply/log-call.js';
import { resendMessage, withdrawMessage } from '../reply/outgoing-message.js';
import { replyToRequest } from '../reply/reply-to-request.js';
import { DAY } from '../time/instant.js';
import { handleUndelivered } from './handle-undelivered.js';

const sent = { kind: 'sent', providerId: 'm1' } as const;
const optedOut = { kind: 'opted-out', reason: '21610' } as const;
const refused = { kind: 'not-sent', failure: optedOut } as const;

function reply(laddered: LadderedTown, text = 'We fixed it.', holdSeconds = 0) {
  const { town, action } = laddered;
  return replyToRequest(town.staffPorts, action, { text, seenUpTo: null, holdSeconds });
}

async function firstResponse({ town, request }: LadderedTown) {
  const detail = await town.requests.findById(request.id);
  return detail?.clocks.find(({ kind }) => kind === 'first_response')?.state;
}

describe('an answer to a citizen who opted out', () => {
  it('is refused with the reason and the remedy when no other way is known', async () => {
    const laddered = await LadderedTown.found();
    await laddered.addMail('claimed@example.org', false);
    await laddered.say('opted-out');
    const result = await reply(laddered);
    expect(result).toMatchObject({
      ok: false,
      problem: { code: 'opted-out', title: 'The citizen has opted out of texts' },
    });
    const detail = result.ok ? '' : result.problem.detail;
    expect(detail).toContain('`request call`');
    expect(detail).toContain('START');
    await laddered.say('opted-in');
    expect(await reply(laddered)).toMatchObject({ ok: true, value: { goesBy: null } });
  });

  it('is refused after the citizen’s own STOP, and taken again after their START', async () => {
    const laddered = await LadderedTown.found();
    const { town } = laddered;
    const capabilities = { ...fakeCapabilities, consent: 'keywords' } as const;
    town.accounts.put(fakeAccount({ capabilities }));
    await town.accept(fakeMessage({ text: 'STOP' }));
    await town.register();
    expect(await reply(laddered)).toMatchObject({ ok: false, problem: { code: 'opted-out' } });
    await town.accept(fakeMessage({ text: 'START' }));
    await town.register();
    expect(await reply(laddered)).toMatchObject({ ok: true });
  });

  it('goes by the next verified address, and says which', async () => {
    const laddered = await LadderedTown.found();
    await laddered.addMail('ana@example.org');
    await laddered.say('opted-out');
    const result = await reply(laddered);
    expect(result).toMatchObject({
      ok: true,
      value: { goesBy: { account: 'Town mail', address: 'a•••@example.org' } },
    });
    await laddered.send(fakeAccountId, refused);
    expect(await laddered.send(mailAccountId, sent)).toEqual([
      'mail to ana@example.org: We fixed it.',
    ]);
    expect(await laddered.sweep()).toBe(0);
    expect(await firstResponse(laddered)).toBe('met');
    const detail = await laddered.town.requests.findById(laddered.request.id);
    const answer = detail?.timeline.find(({ text }) => text === 'We fixed it.');
    expect(answer?.delivery?.rungs).toMatchObject([
      { state: 'withdrawn', refusal: 'opted-out' },
      { state: 'sent', refusal: null },
    ]);
  });

  it('can be taken back while it is held, whichever way it was to go', async () => {
    const laddered = await LadderedTown.found();
    await laddered.addMail('ana@example.org');
    await laddered.say('opted-out');
    const result = await reply(laddered, 'Too early.', 60);
    if (!result.ok) throw new Error('It was taken.');
    const { town, action } = laddered;
    const back = await withdrawMessage(town.staffPorts, action, result.value.messageId);
    expect(back).toMatchObject({ ok: true, value: { state: 'withdrawn' } });
    town.clock.advance(DAY);
    await laddered.sweep();
    expect(await laddered.send(mailAccountId, sent)).toEqual([]);
    expect(await laddered.undelivered()).toEqual([]);
  });

  it('keeps its hold when the citizen opts out meanwhile', async () => {
    const laddered = await LadderedTown.found();
    await laddered.addMail('ana@example.org');
    await reply(laddered, 'In a minute.', 60);
    await laddered.say('opted-out');
    expect(await laddered.sweep()).toBe(1);
    expect(await laddered.send(mailAccountId, sent)).toEqual([]);
    laddered.town.clock.advance(60_000);
    expect(await laddered.send(mailAccountId, sent)).toHaveLength(1);
  });

  it('does not leave a second time after START or a message from elsewhere', async () => {
    const laddered = await LadderedTown.found();
    await laddered.addMail('ana@example.org');
    await laddered.send(fakeAccountId, { ...sent, providerId: 'acknowledgement' });
    await reply(laddered);
    await laddered.say('opted-out');
    await laddered.sweep();
    await laddered.say('opted-in');
    const sender = { kind: 'email', address: 'ana@example.org' };
    await laddered.town.receive({ sender, text: 'And the other lamp?' });
    await laddered.sweep();
    expect(await laddered.send(mailAccountId, sent)).toHaveLength(1);
    const texts = await laddered.send(fakeAccountId, { ...sent, providerId: 't2' });
    expect(texts.filter((text) => text.includes('We fixed it.'))).toEqual([]);
  });

  it('does not stop a request from being closed: the sentence waits for a person', async () => {
    const laddered = await LadderedTown.found();
    await laddered.say('opted-out');
    const { town, action } = laddered;
    const closing = { reason: 'work_done', sentence: 'The lamp is mended.' } as const;
    expect(await closeRequest(town.staffPorts, action, closing)).toMatchObject({ ok: true });
    await laddered.sweep();
    expect(await laddered.undelivered()).toMatchObject([
      { status: 'resolved', undelivered: { refusal: 'opted-out' } },
    ]);
  });

  it('is not sent again by a person’s word alone', async () => {
    const laddered = await LadderedTown.found();
    const taken = await reply(laddered);
    if (!taken.ok) throw new Error('It was taken.');
    await laddered.send(fakeAccountId, refused);
    await laddered.say('opted-out');
    const { town, action } = laddered;
    const again = await resendMessage(town.staffPorts, action, taken.value.messageId);
    expect(again).toMatchObject({ ok: false, problem: { code: 'opted-out' } });
  });
});

describe('what could not be delivered', () => {
  async function undeliverable() {
    const laddered = await LadderedTown.found();
    await reply(laddered);
    await laddered.send(fakeAccountId, refused);
    expect(await laddered.sweep()).toBe(1);
    expect(await laddered.undelivered()).toHaveLength(1);
    expect(await firstResponse(laddered)).toBe('running');
    return laddered;
  }

  it('is over when a person has been spoken to, not by a voicemail', async () => {
    const laddered = await undeliverable();
    const { town, action } = laddered;
    const text = 'Told her.';
    await logCall(town.staffPorts, action, { outcome: 'voicemail', text });
    expect(await laddered.undelivered()).toHaveLength(1);
    await logCall(town.staffPorts, action, { outcome: 'spoken', text });
    expect(await laddered.undelivered()).toEqual([]);
    expect(await firstResponse(laddered)).toBe('met');
  });

  it('is over when a later answer was taken', async () => {
    const laddered = await undeliverable();
    await laddered.addMail('ana@example.org');
    await laddered.say('opted-out');
    await reply(laddered, 'Once more.');
    await laddered.send(mailAccountId, sent);
    expect(await laddered.undelivered()).toEqual([]);
  });

  it('is over when a person says so, once', async () => {
    const laddered = await undeliverable();
    const { town, action } = laddered;
    const done = await handleUndelivered(town.staffPorts, action);
    expect(done).toMatchObject({ ok: true });
    expect(await laddered.undelivered()).toEqual([]);
    const again = await handleUndelivered(town.staffPorts, action);
    expect(again).toMatchObject({ ok: false, problem: { code: 'conflict' } });
  });

  it('is on the citizen’s own page all the same', async () => {
    const { town, request } = await undeliverable();
    const identityKey = town.database.envelopes.all()[0]?.identityKey;
    if (identityKey === undefined) throw new Error('Somebody has written.');
    const token = town.links.issue({ requestId: request.id, identityKey }, town.clock.now());
    const reading = await readThread(town, token);
    const texts = reading.kind === 'found' ? reading.thread.messages.map(({ text }) => text) : [];
    expect(texts).toContain('We fixed it.');
  });
});
