import { beforeEach, describe, expect, it } from '@jest/globals';

import {
  fakeAccountId,
  fakeEnvelope,
  fakeMessage,
} from '../../../../test/support/fakes/fake-channel.js';
import { MemoryTown } from '../../../../test/support/fakes/memory-town.js';
import type { InboundEnvelope } from '../channel/envelope.js';
import { StoreDataRefused, StoreUnavailable } from '../error/store-errors.js';
import { endOfTurn } from '../time/turns.js';
import { type AcceptLimits, defaultAcceptLimits, EnvelopeAcceptor } from './accept-envelopes.js';
import { noCheckpoint } from './checkpoint.js';
import type { AcceptedBatch } from './envelope-rows.js';
import type { EnvelopeStore, NewEnvelope } from './envelope-store.js';

const text = (length: number) => fakeMessage({ text: 'x'.repeat(length) });

/** A store whose inserts wait until the test lets them go. */
class SlowStore implements EnvelopeStore {
  readonly inserts: (readonly NewEnvelope[])[] = [];
  private readonly releases: (() => void)[] = [];
  held = false;

  constructor(private readonly store: EnvelopeStore) {}

  async insert(rows: readonly NewEnvelope[]): Promise<{ readonly inserted: number }> {
    this.inserts.push(rows);
    if (this.held) await new Promise<void>((resolve) => this.releases.push(resolve));
    return this.store.insert(rows);
  }

  /** However long the machine takes to come to so many inserts. */
  async untilAsked(count: number): Promise<void> {
    while (this.inserts.length < count) await endOfTurn();
  }

  letGo(): void {
    this.held = false;
    for (const release of this.releases.splice(0)) release();
  }

  insertPolled: EnvelopeStore['insertPolled'] = (...all) => this.store.insertPolled(...all);
  pollCursor: EnvelopeStore['pollCursor'] = (account) => this.store.pollCursor(account);
  findByDedupeKey: EnvelopeStore['findByDedupeKey'] = (key) => this.store.findByDedupeKey(key);
}

let town: MemoryTown;
let store: SlowStore;
let rings: number;
let deadLetters: NewEnvelope[];
let deadLetterFault: Error | null;

beforeEach(() => {
  town = new MemoryTown();
  store = new SlowStore(town.envelopes);
  rings = 0;
  deadLetters = [];
  deadLetterFault = null;
});

function acceptor(limits: Partial<AcceptLimits> = {}): EnvelopeAcceptor {
  const ports = {
    envelopes: store,
    files: town.files,
    ring: () => (rings += 1),
    deadLetter: async (row: NewEnvelope) => {
      if (deadLetterFault !== null) throw deadLetterFault;
      deadLetters.push(row);
      await Promise.resolve();
    },
    checkpoint: noCheckpoint,
  };
  return new EnvelopeAcceptor(ports, { ...defaultAcceptLimits, ...limits });
}

function batch(...envelopes: readonly InboundEnvelope[]): AcceptedBatch {
  const receivedAt = town.clock.now();
  return { channelAccountId: fakeAccountId, envelopes, wholeRequest: null, receivedAt };
}

const one = (length = 10) => batch(fakeEnvelope(text(length)));
const rowsPerInsert = () => store.inserts.map((rows) => rows.length);
const settled = async () => new Promise<void>((resolve) => setTimeout(resolve, 5));

/** The database refuses rows whose provider id is the given one. */
function refuse(providerId: string): void {
  town.database.onStatement = (_statement, rows) => {
    if ((rows as NewEnvelope[]).some((row) => row.providerId === providerId)) {
      throw new StoreDataRefused('Data too long');
    }
  };
}

describe('group commit', () => {
  it('stores everything that arrived in one turn with one insert', async () => {
    const accepting = acceptor();
    const answers = await Promise.all(Array.from({ length: 30 }, () => accepting.accept(one())));
    expect(answers).toEqual(answers.map(() => ({ kind: 'stored' })));
    expect(rowsPerInsert()).toEqual([30]);
    expect([town.database.envelopes.size, rings]).toEqual([30, 1]);
  });

  it('gathers what comes while an insert is under way into the next one', async () => {
    const accepting = acceptor();
    store.held = true;
    const first = accepting.accept(one());
    await store.untilAsked(1);
    const rest = Array.from({ length: 20 }, () => accepting.accept(one()));
    await settled();
    expect(rowsPerInsert()).toEqual([1]);
    store.letGo();
    await Promise.all([first, ...rest]);
    expect(rowsPerInsert()).toEqual([1, 20]);
  });

  it('answers nobody before the commit', async () => {
    const accepting = acceptor();
    store.held = true;
    let answered = false;
    const answer = accepting.accept(one()).then(() => (answered = true));
    await settled();
    expect(answered).toBe(false);
    store.letGo();
    await answer;
    expect(town.database.envelopes.size).toBe(1);
  });

  it('keeps batches within their rows and bytes', async () => {
    const accepting = acceptor({ batchRows: 8, batchBytes: 4_000 });
    await Promise.all(Array.from({ length: 20 }, () => accepting.accept(one())));
    expect(Math.max(...rowsPerInsert())).toBeLessThanOrEqual(8);
    store.inserts.length = 0;
    await Promise.all(Array.from({ length: 4 }, () => accepting.accept(one(3_000))));
    expect(rowsPerInsert()).toEqual([1, 1, 1, 1]);
  });

  it('acknowledges a repeated event like the first and does not ring for it', async () => {
    const accepting = acceptor();
    const envelope = fakeEnvelope(text(5));
    await accepting.accept(batch(envelope));
    expect(await accepting.accept(batch(envelope))).toEqual({ kind: 'stored' });
    expect([town.database.envelopes.size, rings]).toEqual([1, 1]);
  });

  it('lets a large message go alone, without delaying small ones', async () => {
    const accepting = acceptor();
    store.held = true;
    const large = accepting.accept(one(70_000));
    await store.untilAsked(1);
    store.held = false;
    expect(await accepting.accept(one())).toEqual({ kind: 'stored' });
    store.letGo();
    expect(await large).toEqual({ kind: 'stored' });
    expect(town.database.envelopes.all().map((row) => row.raw === null)).toEqual([false, true]);
  });

  it('has the bytes of a large message in the file store before its row exists', async () => {
    await acceptor().accept(one(70_000));
    const row = town.database.envelopes.all()[0];
    expect(row?.raw).toBeNull();
    expect(await town.files.read(row?.rawSha256 ?? Buffer.alloc(0))).toHaveLength(
      fakeEnvelope(text(70_000)).raw.byteLength,
    );
  });
});

describe('overload', () => {
  it.each<[string, Partial<AcceptLimits>]>([
    ['rows', { waitingRows: 3 }],
    ['bytes', { waitingBytes: 3 * fakeEnvelope(text(10)).raw.byteLength }],
  ])('of waiting %s is said at once, and passes', async (_what, limits) => {
    const accepting = acceptor(limits);
    store.held = true;
    const waiting = [1, 2, 3].map(() => accepting.accept(one()));
    expect(await accepting.accept(one())).toEqual({ kind: 'overloaded' });
    await settled();
    store.letGo();
    await Promise.all(waiting);
    expect(await accepting.accept(one())).toEqual({ kind: 'stored' });
  });

  it('does not shut out a single request that is larger than everything allowed', async () => {
    const accepting = acceptor({ waitingRows: 1, waitingBytes: 1 });
    const large = batch(fakeEnvelope(text(9)), fakeEnvelope(text(9)));
    expect(await accepting.accept(large)).toEqual({ kind: 'stored' });
  });
});

describe('failure', () => {
  it('of the database is everybody’s, and the next batch is tried afresh', async () => {
    const accepting = acceptor();
    town.database.onStatement = () => {
      throw new StoreUnavailable('connection lost');
    };
    const answers = await Promise.all([1, 2, 3].map(() => accepting.accept(one())));
    expect(answers.map((answer) => answer.kind)).toEqual(['failed', 'failed', 'failed']);
    expect([deadLetters.length, rings]).toEqual([0, 0]);
    town.database.onStatement = () => undefined;
    expect(await accepting.accept(one())).toEqual({ kind: 'stored' });
  });

  it('of one value costs only its own request: the others are stored', async () => {
    refuse('bad');
    const accepting = acceptor();
    const requests = Array.from({ length: 9 }, () => one());
    const bad = batch(fakeEnvelope(text(1), 'bad'));
    const all = [...requests.slice(0, 5), bad, ...requests.slice(5)];
    const answers = await Promise.all(all.map((request) => accepting.accept(request)));
    expect(answers.map((answer) => answer.kind)).toEqual(
      all.map((request) => (request === bad ? 'failed' : 'stored')),
    );
    expect(town.database.envelopes.size).toBe(9);
    expect(deadLetters.map((row) => row.providerId)).toEqual(['bad']);
  });

  it('of one event in a request of a hundred stores the other ninety-nine', async () => {
    refuse('bad');
    const events = Array.from({ length: 99 }, () => fakeEnvelope(text(1)));
    const bad = fakeEnvelope(text(1), 'bad');
    const request = batch(...events.slice(0, 40), bad, ...events.slice(40));
    expect((await acceptor().accept(request)).kind).toBe('failed');
    expect(town.database.envelopes.size).toBe(99);
    expect(deadLetters.map((row) => row.providerId)).toEqual(['bad']);
  });

  it('to keep a refused row leaves the writer alive for the next', async () => {
    refuse('bad');
    deadLetterFault = new Error('disk full');
    const accepting = acceptor();
    const answer = await accepting.accept(batch(fakeEnvelope(text(1), 'bad')));
    expect(answer).toEqual({ kind: 'failed', reason: 'disk full' });
    expect(await accepting.accept(one())).toEqual({ kind: 'stored' });
  });

  it('of the disk refuses the message whose bytes it should keep', async () => {
    const accepting = acceptor();
    town.files.put = () => Promise.reject(new Error('disk full'));
    expect(await accepting.accept(one(70_000))).toEqual({ kind: 'failed', reason: 'disk full' });
    expect(await accepting.accept(one())).toEqual({ kind: 'stored' });
  });
});

describe('draining', () => {
  it('waits for everything that was accepted, also for bytes on their way to the disk', async () => {
    const accepting = acceptor();
    const put = town.files.put.bind(town.files);
    town.files.put = async (bytes) => {
      await settled();
      return put(bytes);
    };
    store.held = true;
    const answers: string[] = [];
    for (const length of [10, 70_000]) {
      void accepting.accept(one(length)).then((answer) => answers.push(answer.kind));
    }
    const drained = accepting.drain();
    await settled();
    expect(answers).toEqual([]);
    store.letGo();
    await drained;
    expect(answers.sort()).toEqual(['stored', 'stored']);
  });

  it('of an idle acceptor is immediate', async () => {
    await acceptor().drain();
    expect(store.inserts).toEqual([]);
  });

  it('has nothing to store for a request without events', async () => {
    expect(await acceptor().accept(batch())).toEqual({ kind: 'stored' });
    expect(store.inserts).toEqual([]);
  });
});
