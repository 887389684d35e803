import { describe, expect, it } from '@jest/globals';

import {
  fakeAccount,
  fakeAdapter,
  fakeMessage,
} from '../../../../test/support/fakes/fake-channel.js';
import { MemoryTown } from '../../../../test/support/fakes/memory-town.js';
import type { ChannelAdapter } from '../channel/adapter.js';
import type { StoredEnvelope } from '../channel/envelope.js';
import type { Normalised, NormalisedMessage } from '../channel/normalised.js';
import { drainRegistrations } from './drain-registrations.js';
import { registerBatch } from './register-batch.js';

const allLanes = Array.from({ length: 64 }, (_, lane) => lane);

/** A channel that parses ahead: what its parser says, or when, is up to the test. */
function parsingTown(parse: NonNullable<ChannelAdapter['parse']>) {
  const town = new MemoryTown();
  const normalise = (_: StoredEnvelope, parsed?: unknown) => parsed as Normalised;
  town.accounts.put(fakeAccount({ adapter: { ...fakeAdapter(), parse, normalise } }));
  return town;
}

function drain(town: MemoryTown) {
  const events = { registered: () => undefined, pause: () => Promise.resolve() };
  return drainRegistrations(town, events, () => false);
}

function contentOf({ raw }: StoredEnvelope): NormalisedMessage {
  return JSON.parse(raw.toString('utf8')) as NormalisedMessage;
}

describe('parsing ahead of the registration', () => {
  it('hands to the channel what its parser made of the raw bytes, once an envelope', async () => {
    let parses = 0;
    const town = parsingTown((envelope) => {
      parses += 1;
      return Promise.resolve({ ...contentOf(envelope), subject: 'Parsed' });
    });
    await town.accept(fakeMessage(), fakeMessage({ sender: { address: '+12025550109' } }));
    await drain(town);
    expect(town.database.requests.all().map(({ subject }) => subject)).toEqual([
      'Parsed',
      'Parsed',
    ]);
    expect(parses).toBe(2);
  });

  it('goes on without a lane whose parse takes long, and keeps the order within it', async () => {
    let finish: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => (finish = resolve));
    const town = parsingTown(async (envelope) => {
      const content = contentOf(envelope);
      if (content.text === 'slow') await slow;
      return content;
    });
    const stuck = { address: '+12025550101' };
    await town.accept(
      fakeMessage({ text: 'slow', sender: stuck }),
      fakeMessage({ text: 'behind it', sender: stuck }),
      fakeMessage({ text: 'of somebody else', sender: { address: '+12025550177' } }),
    );
    await registerBatch(town, allLanes);
    expect(texts(town)).toEqual(['of somebody else']);
    finish();
    await drain(town);
    expect(texts(town)).toEqual(['of somebody else', 'slow', 'behind it']);
  });

  it('quarantines what its parser cannot read and registers its neighbours', async () => {
    const town = parsingTown((envelope) => {
      const content = contentOf(envelope);
      return content.text === 'bad'
        ? Promise.reject(new Error('killed'))
        : Promise.resolve(content);
    });
    await town.accept(fakeMessage({ text: 'bad' }), fakeMessage({ text: 'good' }));
    await drain(town);
    expect(texts(town)).toEqual(['good']);
    expect(town.database.quarantine.all()).toMatchObject([{ reason: 'parse-failed' }]);
  });

  it('parses what comes after a batch while that one is written', async () => {
    const begun: string[] = [];
    const town = parsingTown((envelope) => {
      const content = contentOf(envelope);
      begun.push(content.text);
      return Promise.resolve(content);
    });
    const numbers = Array.from({ length: 2 * town.store.batchSize }, (_, index) => `${index}`);
    await town.accept(...numbers.map((text) => fakeMessage({ text })));
    let begunBefore = 0;
    town.database.onStatement = (statement) => {
      if (statement === 'insertMessages') begunBefore ||= begun.length;
    };
    await registerBatch(town, await town.store.dirtyLanes());
    expect(begunBefore).toBe(numbers.length);
    expect(texts(town).length).toBeLessThan(numbers.length);
    await drain(town);
    expect(texts(town)).toEqual(numbers);
    expect(begun).toHaveLength(numbers.length);
  });

  it('begins with the lanes whose turn comes afterwards, and does not wait for them', async () => {
    const [first, second] = [{ address: '+12025550101' }, { address: '+12025550177' }];
    const town = parsingTown((envelope) => {
      const content = contentOf(envelope);
      return content.text === 'endless' ? new Promise(() => undefined) : Promise.resolve(content);
    });
    await town.accept(
      fakeMessage({ text: 'now', sender: first }),
      fakeMessage({ text: 'endless', sender: second }),
    );
    const [lane = 0, next = 0] = await town.store.dirtyLanes();
    await town.parsing.prepare([lane], [next]);
    let looks = 0;
    town.database.onStatement = (statement) => {
      if (statement === 'readEnvelopes') looks += 1;
    };
    await registerBatch(town, [lane]);
    expect(texts(town)).toEqual(['now']);
    expect(looks).toBe(0);
  });

  it('asks the database nothing more for channels that do not parse', async () => {
    const town = new MemoryTown();
    town.accounts.put(fakeAccount());
    await town.accept(fakeMessage());
    let looks = 0;
    town.database.onStatement = (statement) => {
      if (statement === 'readPending') looks += 1;
    };
    await registerBatch(town, allLanes);
    expect(looks).toBe(1);
  });

  it('parses what a disabled account has left', async () => {
    const town = parsingTown((envelope) => Promise.resolve(contentOf(envelope)));
    await town.accept(fakeMessage({ text: 'left behind' }));
    const account = town.accounts.enabled()[0];
    if (account === undefined) throw new Error('It was put there.');
    town.accounts.put({ ...account, enabled: false });
    await drain(town);
    expect(texts(town)).toEqual(['left behind']);
  });
});

function texts(town: MemoryTown): string[] {
  return town.database.messages.all().map(({ text }) => text);
}
