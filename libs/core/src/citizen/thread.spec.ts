import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { fakeStaffId, MemoryTown } from '../../../../test/support/fakes/memory-town.js';
import { type OutboxState, outboxState } from '../delivery/outbox.js';
import { addNote } from '../reply/add-note.js';
import { replyToRequest } from '../reply/reply-to-request.js';
import { THREAD_LINK_LIFETIME_MS } from '../secret/signed-links.js';
import { readPublicCard } from './public-card.js';
import { readThread } from './thread.js';

async function thread(text = 'The lamp at Oak is out') {
  const town = new MemoryTown();
  const request = await town.receive({ text });
  const identityKey = town.database.envelopes.all()[0]?.identityKey;
  if (identityKey === undefined) throw new Error('nothing was stored');
  const token = town.links.issue({ requestId: request.id, identityKey }, town.clock.now());
  const action = { staffId: fakeStaffId, number: request.number, idempotencyKey: null };
  const read = (with_ = token) => readThread(town, with_);
  const texts = async () => {
    const reading = await read();
    return reading.kind === 'found' ? reading.thread.messages.map((message) => message.text) : null;
  };
  const reply = async (words: string, state: OutboxState) => {
    const asked = { text: words, seenUpTo: null, holdSeconds: 60 };
    const taken = await replyToRequest(town.staffPorts, action, asked);
    if (taken.ok) town.database.outbox.update(taken.value.entryId, { state });
  };
  return { town, request, token, action, read, texts, reply };
}

describe('the thread behind a signed link', () => {
  it('has the citizen’s words, our answers with a name, and automatic texts', async () => {
    const { town, read, reply } = await thread();
    const [acknowledgement] = town.database.outbox.all();
    town.database.outbox.update(acknowledgement?.id ?? '', { state: 'sent' });
    town.clock.advance(1_000);
    await reply('A crew comes.', 'sent');
    expect(await read()).toMatchObject({
      kind: 'found',
      thread: {
        number: 'FM26-000001-9',
        status: 'new',
        messages: [
          { from: 'citizen', name: null, text: 'The lamp at Oak is out' },
          { from: 'automatic', name: null },
          { from: 'person', name: 'Ana Ruiz', text: 'A crew comes.' },
        ],
      },
    });
  });

  it.each(Object.keys(outboxState) as OutboxState[])('with an answer that is %s', async (state) => {
    const { texts, reply } = await thread('Hello');
    await reply('Secret until sent', state);
    expect(await texts()).toEqual(state === 'sent' ? ['Hello', 'Secret until sent'] : ['Hello']);
  });

  it('never shows a note', async () => {
    const { town, action, read } = await thread();
    await addNote(town.staffPorts, action, 'He shouts at everybody');
    expect(JSON.stringify(await read())).not.toContain('shouts');
  });

  it('shows no ids of contacts, addresses or channels', async () => {
    const { town, read } = await thread();
    const shown = JSON.stringify(await read());
    const [contact] = town.database.contacts.all();
    for (const hidden of ['+1202555', 'thread-1', contact?.id ?? '']) {
      expect(shown).not.toContain(hidden);
    }
  });

  it('is closed after thirty days: the number is all that is told', async () => {
    const { town, read } = await thread();
    town.clock.advance(THREAD_LINK_LIFETIME_MS);
    expect(await read()).toEqual({ kind: 'expired', number: 'FM26-000001-9' });
  });

  it('stays closed for a token that was altered anywhere or made up', async () => {
    const { token, read } = await thread();
    const bytes = Buffer.from(token, 'base64url');
    const altered = fc.asyncProperty(fc.nat({ max: bytes.length * 8 - 1 }), async (bit) => {
      const forged = Buffer.from(bytes);
      forged[bit >> 3] = (forged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(await read(forged.toString('base64url'))).toEqual({ kind: 'invalid' });
    });
    await fc.assert(altered);
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        expect(await read(text)).toEqual({ kind: 'invalid' });
      }),
    );
  });

  it('never shows another request, whose token it is not', async () => {
    const town = new MemoryTown();
    const made: { readonly token: string; readonly secret: string }[] = [];
    for (let index = 0; index < 8; index += 1) {
      const secret = `secret of ${String(index)}.`;
      const request = await town.receive({
        text: secret,
        sender: { address: `a${String(index)}` },
      });
      const identityKey = town.database.envelopes.all().at(-1)?.identityKey;
      if (identityKey === undefined) throw new Error('nothing was stored');
      const grant = { requestId: request.id, identityKey };
      made.push({ token: town.links.issue(grant, town.clock.now()), secret });
    }
    for (const one of made) {
      const shown = JSON.stringify(await readThread(town, one.token));
      expect(made.filter(({ secret }) => shown.includes(secret))).toEqual([one]);
    }
  });

  it('is not there for a request that does not exist any more', async () => {
    const { town, token } = await thread();
    const { requests } = new MemoryTown();
    const { links, clock, attachments, files } = town;
    const ports = { requests, links, clock, attachments, files };
    expect(await readThread(ports, token)).toEqual({ kind: 'invalid' });
  });
});

describe('the public card', () => {
  it('tells status and times for a number in any writing, and nothing else', async () => {
    const { town, request } = await thread('My name is Poe, call +12025550101');
    const card = await readPublicCard(town.requests, 'fm260000019', 'FM');
    expect(card).toEqual({
      number: 'FM26-000001-9',
      status: 'new',
      requestedAt: request.requestedAt,
      expectedAt: request.expectedAt,
      closedAt: null,
    });
  });

  it.each([
    ['mistyped', 'FM26-000001-8'],
    ['never given out', 'FM26-000002-4'],
    ['no number', 'hello'],
  ])('is not there for a number that is %s', async (_what, number) => {
    const { town } = await thread();
    expect(await readPublicCard(town.requests, number, 'FM')).toBeNull();
  });

  it('never has words, whatever was written', async () => {
    const wordless = fc.asyncProperty(fc.string({ minLength: 12 }), async (words) => {
      const { town } = await thread(`word ${words}`);
      const card = await readPublicCard(town.requests, 'FM26-000001-9', 'FM');
      const keys = ['closedAt', 'expectedAt', 'number', 'requestedAt', 'status'];
      expect(Object.keys(card ?? {}).sort()).toEqual(keys);
      expect(card).toMatchObject({ number: 'FM26-000001-9', status: 'new' });
    });
    await fc.assert(wordless, { numRuns: 25 });
  });
});
