import { describe, expect, it } from '@jest/globals';

import { ConsentTown } from '../../../../test/support/fakes/consent-town.js';
import {
  fakeAccount,
  fakeAccountId,
  fakeMessage,
} from '../../../../test/support/fakes/fake-channel.js';
import { fakeStaffId, MemoryTown } from '../../../../test/support/fakes/memory-town.js';
import { replyToRequest } from '../reply/reply-to-request.js';
import { DAY, MINUTE } from '../time/instant.js';

const stopped =
  'Fairmill 311: You will get no more texts from this number. Text START to get them again.';

async function reply(town: ConsentTown, number: string, text = 'We fixed it.') {
  const action = { staffId: fakeStaffId, number, idempotencyKey: null };
  return replyToRequest(town.staffPorts, action, { text, seenUpTo: null, holdSeconds: 0 });
}

describe('a message that is a word of consent', () => {
  it('makes no request, is recorded with its words and confirmed once', async () => {
    const town = new ConsentTown();
    expect(await town.hear('Stop.')).toEqual(['consent']);
    expect(town.database.requests.size).toBe(0);
    expect(town.database.consentEntries.all()).toMatchObject([
      { action: 'opted-out', scope: 'channel', source: 'citizen', words: 'Stop.', envelopeId: 1 },
    ]);
    expect(await town.texts()).toEqual([stopped]);
  });

  it.each([
    ['in one batch', true],
    ['one after the other', false],
  ])('is confirmed once when it comes again %s, and every one is recorded', async (_, together) => {
    const town = new ConsentTown();
    if (together) await town.hear('STOP', 'stop', 'UNSUBSCRIBE');
    else for (const word of ['STOP', 'stop', 'UNSUBSCRIBE']) await town.hear(word);
    expect(town.recorded()).toEqual(['opted-out', 'opted-out', 'opted-out']);
    expect(await town.texts()).toEqual([stopped]);
    expect(await town.texts()).toEqual([]);
  });

  it('takes back what waits for the address and nothing of others', async () => {
    const town = new ConsentTown();
    const request = await town.receive({ text: 'pothole on Main' });
    await town.receive({ text: 'light out', sender: { address: '+12025550133' } });
    await reply(town, request.number);
    await town.hear('STOP');
    const states = town.database.outbox.all().map(({ kind, state }) => [kind, state]);
    expect(states).toEqual([
      ['acknowledgement', 'withdrawn'],
      ['acknowledgement', 'waiting'],
      ['reply', 'withdrawn'],
      ['status', 'waiting'],
    ]);
    const detail = await town.requests.find(request.number);
    expect(detail?.timeline.flatMap(({ delivery }) => delivery?.reason ?? [])).toEqual([
      ...['opted-out', 'opted-out'],
    ]);
  });

  it('takes back the acknowledgement of a request of the same batch', async () => {
    const town = new ConsentTown();
    expect(await town.hear('pothole on Main', 'STOP')).toEqual(['created', 'consent']);
    expect(town.outboxOf('acknowledgement')).toEqual(['withdrawn opted-out']);
    expect(await town.texts()).toEqual([stopped]);
  });

  it('stands on the timeline of the request it was written to, whose advocate sees it', async () => {
    const town = new ConsentTown();
    const request = await town.receive({ text: 'pothole on Main' });
    await town.hear('STOP');
    const detail = await town.requests.find(request.number);
    const said = detail?.timeline.filter(({ consent }) => consent !== null);
    expect(said).toMatchObject([{ direction: 'inbound', text: 'STOP', consent: 'opted-out' }]);
    expect(detail?.optedOut).toMatchObject({ scope: 'channel', source: 'citizen' });
    expect(town.request(request.id)).toMatchObject({ status: 'new', messageCount: 1 });
  });

  it('begins messages again with START, confirmed once; what was taken back stays', async () => {
    const town = new ConsentTown();
    await town.hear('pothole', 'STOP');
    await town.texts();
    expect(await town.hear('Start')).toEqual(['consent']);
    expect(town.isOptedOut).toBe(false);
    const texts = await town.texts();
    expect(texts).toEqual(['Fairmill 311: You will get our texts again. Text STOP to end them.']);
    expect(town.recorded()).toEqual(['opted-out', 'opted-in']);
    town.clock.advance(8 * DAY);
    await town.hear('light out');
    expect(await town.texts()).toHaveLength(1);
  });

  it('answers HELP with name and words, and two programs only now and then', async () => {
    const town = new ConsentTown();
    await town.hear('HELP', 'INFO');
    await town.hear('help?');
    const [text, ...more] = await town.texts();
    expect(text).toMatch(/^Fairmill 311: .*911.*Text STOP to end texts\.$/);
    expect(more).toEqual([]);
    town.clock.advance(11 * MINUTE);
    await town.hear('HELP');
    expect(await town.texts()).toHaveLength(1);
    expect(town.database.requests.size).toBe(0);
  });

  it('is answered in the language of its words, naming the phone of the town', async () => {
    const town = new ConsentTown();
    const { town: known } = town.snapshot;
    town.snapshot = { ...town.snapshot, town: { ...known, phone: '919-555-0100' } };
    await town.hear('¡Ayuda!', 'ALTO');
    const [help, stop] = await town.texts();
    expect(help).toContain('Nuestro teléfono: 919-555-0100.');
    expect(stop).toContain('Ya no le enviaremos mensajes');
  });

  it('changes nothing when its sender is forged', async () => {
    const town = new ConsentTown();
    await town.receive({ text: 'pothole on Main' });
    expect(await town.hear({ text: 'STOP', sender: { authentic: false } })).toEqual(['created']);
    expect(town.isOptedOut).toBe(false);
    expect(town.recorded()).toEqual([]);
  });

  it('is not heard on a channel without them', async () => {
    const town = new MemoryTown();
    await town.receive({ text: 'STOP' });
    expect([town.database.requests.size, town.database.optOuts.size]).toEqual([1, 0]);
  });

  it('is recorded and not confirmed when the provider has answered it', async () => {
    const town = new ConsentTown();
    await town.accept({ ...fakeMessage({ text: 'STOP' }), consentHandled: true });
    await town.register();
    expect([town.recorded(), await town.texts()]).toEqual([['opted-out'], []]);
  });
});

describe('a reasonable wording', () => {
  it('ends messages and is a message all the same, marked for a person', async () => {
    const town = new ConsentTown();
    const request = await town.receive({ text: 'pothole on Main' });
    await town.texts();
    expect(await town.hear('please dont text me anymore about this')).toEqual(['joined']);
    expect(await town.texts()).toEqual([stopped]);
    const detail = await town.requests.find(request.number);
    const marked = detail?.timeline.filter(({ consent }) => consent !== null);
    expect(marked).toMatchObject([
      { direction: 'inbound', consent: 'guessed', text: 'please dont text me anymore about this' },
    ]);
  });

  it('of a first message makes a request that nothing acknowledges', async () => {
    const town = new ConsentTown();
    expect(await town.hear('Take me off your list')).toEqual(['created']);
    expect(await town.texts()).toEqual([stopped]);
    expect(town.outboxOf('acknowledgement')).toEqual([]);
  });

  it('said again is recorded and not confirmed', async () => {
    const town = new ConsentTown();
    await town.hear('STOP', 'stop texting me', 'I said no more messages');
    expect(town.recorded()).toEqual(['opted-out', 'guessed', 'guessed']);
    expect(await town.texts()).toEqual([stopped]);
  });
});

describe('a citizen who has opted out', () => {
  it('is heard, and answered by nothing automatic', async () => {
    const town = new ConsentTown();
    await town.hear('STOP');
    await town.texts();
    town.clock.advance(DAY);
    expect(await town.hear('the light on Elm is out')).toEqual(['created']);
    expect(await town.texts()).toEqual([]);
    expect(town.database.untold.size).toBe(0);
  });

  it('gets nothing that was put into the outbox without looking', async () => {
    const town = new ConsentTown();
    const request = await town.receive({ text: 'pothole' });
    const [waiting] = town.database.outbox.all();
    await town.hear('STOP');
    town.database.outbox.update(waiting?.id ?? '', { state: 'waiting', reason: null });
    expect(await town.texts()).toEqual([stopped]);
    expect(town.outboxOf('acknowledgement')).toEqual(['withdrawn opted-out']);
    expect(request.number).not.toBe('');
  });
});

describe('a provider that refuses an address', () => {
  it('is believed, once, and everything else that waits is taken back', async () => {
    const town = new ConsentTown();
    await town.receive({ text: 'pothole' });
    await town.deliver({ kind: 'opted-out', reason: '21610' });
    expect(town.database.consentEntries.all()).toMatchObject([
      { action: 'opted-out', source: 'provider', scope: 'channel', words: 'opted-out: 21610' },
    ]);
    await town.hear('any news?');
    expect(await town.texts()).toEqual([]);
  });

  it('may say so after it had taken the message', async () => {
    const town = new ConsentTown();
    const request = await town.receive({ text: 'pothole' });
    const [sent] = await town.deliver();
    await reply(town, request.number);
    const providerId = 'sms-1';
    const receipt = { kind: 'receipt', providerId, status: 'failed', occurredAt: null } as const;
    await town.accept(
      { ...receipt, optedOut: true, reason: '21610' },
      { ...receipt, optedOut: true },
    );
    await town.register();
    expect(sent?.kind).toBe('acknowledgement');
    expect(town.recorded()).toEqual(['opted-out']);
    expect(town.outboxOf('reply')).toEqual(['withdrawn opted-out']);
  });

  it('says nothing about citizens when a message to staff is refused', async () => {
    const town = new ConsentTown();
    await town.receive({ text: 'pothole' });
    const [row] = town.database.outbox.all();
    town.database.outbox.update(row?.id ?? '', { kind: 'alert', contactPointId: null });
    await town.deliver({ kind: 'opted-out', reason: '21610' });
    expect(town.recorded()).toEqual([]);
  });
});

describe('the first text to an address', () => {
  it('names the town and says STOP once; the later ones do not', async () => {
    const town = new ConsentTown();
    const request = await town.receive({ text: 'pothole' });
    const [first] = await town.texts();
    expect(first).toMatch(/^Fairmill 311: We have your request.* Reply STOP to end texts\.$/);
    await reply(town, request.number);
    await town.hear('thanks, and the other one?');
    expect(await town.texts()).toEqual(['We fixed it.']);
    expect(town.database.outbox.all()[0]?.body).toBe(first);
  });

  it('says so when the one before was taken back or failed', async () => {
    const town = new ConsentTown();
    const request = await town.receive({ text: 'pothole' });
    await town.deliver({ kind: 'rejected', reason: 'filtered' });
    await reply(town, request.number);
    expect(await town.texts()).toEqual(['Fairmill 311: We fixed it. Reply STOP to end texts.']);
  });

  it('leaves it to the next one when it does not fit any more', async () => {
    const town = new ConsentTown();
    const request = await town.receive({ text: 'pothole', automatic: true });
    await reply(town, request.number, 'x'.repeat(1_600));
    await reply(town, request.number);
    expect((await town.texts()).at(-1)).toMatch(/^Fairmill 311: We fixed it\./);
  });

  it('says it once although it is tried twice', async () => {
    const town = new ConsentTown();
    await town.receive({ text: 'pothole' });
    const [first] = await town.deliver({ kind: 'transient', reason: 'busy' });
    town.clock.advance(DAY / 2);
    const [again] = await town.deliver();
    expect(again?.attempt).toBe(2);
    expect(again?.text).toBe(first?.text);
  });

  it('says nothing of it on a channel where nobody texts STOP', async () => {
    const town = new ConsentTown();
    town.accounts.put(fakeAccount({ id: fakeAccountId }));
    await town.receive({ text: 'pothole' });
    expect(town.database.outbox.all()[0]?.body).not.toContain('STOP');
  });
});
