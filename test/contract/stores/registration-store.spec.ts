import { expect, it } from '@jest/globals';

import { StoreConflict, StoreDataRefused } from '#core/error/store-errors';
import { addressKeyOf } from '#core/identity/binary-key';
import type { EnvelopeId } from '#core/identity/ids';
import type { EnvelopeSettlement, PendingEnvelope } from '#core/intake/registration-store';

import {
  addRequest,
  contactRows,
  envelope,
  later,
  message,
  request,
  sender,
  start,
} from './sample-rows.js';
import { onAllStores, type OpenStores } from './store-suites.js';

onAllStores('a registration store', ({ stores }) => {
  it('hands over what is pending as it was stored, oldest first', async () => {
    const { envelopes, registrations } = stores();
    const rows = Array.from({ length: 12 }, (_, index) => envelope(`e${index}`));
    await envelopes.insert(rows);
    const pending = await readAll(stores());
    expect(pending.map(({ providerId }) => providerId)).toEqual(rows.map((row) => row.providerId));
    const [first] = pending;
    expect(first).toMatchObject({ contentType: 'application/json', receivedAt: start, strikes: 0 });
    expect(first?.raw).toEqual(rows[0]?.raw);
    expect(first?.rawSha256).toEqual(rows[0]?.rawSha256);
    expect(await registrations.dirtyLanes()).not.toHaveLength(0);
  });

  it('has no dirty lane when everything is settled', async () => {
    await stores().envelopes.insert([envelope('a'), envelope('b')]);
    await settleAll(stores());
    expect(await stores().registrations.dirtyLanes()).toEqual([]);
    expect(await readAll(stores())).toEqual([]);
  });

  it('writes the outcome, so that whoever waits for it finds it', async () => {
    const row = await addRequest(stores().registrations);
    await stores().envelopes.insert([envelope('a')]);
    await settleAll(stores(), { outcome: 'created', requestId: row.id });
    const found = await stores().envelopes.findByDedupeKey(envelope('a').dedupeKey);
    expect(found?.outcome).toBe('created');
    expect(found?.request).toEqual({
      id: row.id,
      number: row.number,
      expectedAt: row.expectedAt,
    });
  });

  it('rolls the batch back when one of its envelopes was registered meanwhile', async () => {
    const { envelopes, registrations } = stores();
    await envelopes.insert([envelope('a'), envelope('b')]);
    const [first, second] = await readAll(stores());
    if (first === undefined || second === undefined) throw new Error('Two are pending.');
    await registrations.transaction((transaction) => transaction.settleEnvelopes([ignored(first)]));
    const late = registrations.transaction((transaction) =>
      transaction.settleEnvelopes([ignored(first), ignored(second)]),
    );
    await expect(late).rejects.toThrow(StoreConflict);
    expect((await readAll(stores())).map(({ id }) => id)).toEqual([second.id]);
  });

  it('knows a sender again and the request of the conversation, by exact keys', async () => {
    const { registrations } = stores();
    const ana = sender('+12025550101');
    const bob = sender('+12025550102');
    const { contact, point } = contactRows(ana);
    const row = request(ana);
    await registrations.transaction(async (transaction) => {
      await transaction.insertContacts([contact]);
      await transaction.insertContactPoints([point]);
      await transaction.insertRequests([row]);
    });
    const keys = [ana, bob].map(({ identityKey, address }) => ({
      identityKey,
      addressKey: addressKeyOf('phone', address),
    }));
    const found = await registrations.transaction((transaction) =>
      transaction.findSenders([...keys, ...keys], start),
    );
    const known = found.find(({ identityKey }) => identityKey.equals(ana.identityKey));
    expect(known).toMatchObject({ contactId: ana.contactId, contactPointId: ana.contactPointId });
    expect(known?.current).toMatchObject({ id: row.id, status: 'new', lastMessageAt: start });
    const unknown = found.find(({ identityKey }) => identityKey.equals(bob.identityKey));
    expect(unknown?.contactId ?? null).toBeNull();
    expect(unknown?.current ?? null).toBeNull();
  });

  it('finds requests by id, number and stored message id, with who takes part', async () => {
    const { registrations } = stores();
    const [named, answered, other] = [
      await addRequest(registrations),
      await addRequest(registrations),
      await addRequest(registrations),
    ];
    const words = { direction: 'inbound', staffId: null } as const;
    await registrations.transaction((transaction) =>
      transaction.insertMessages([
        message(answered.id, {
          ...words,
          envelopeId: 901 as EnvelopeId,
          contactPointId: answered.contactPointId,
          externalId: '<Mixed@Case>',
        }),
        message(other.id, {
          ...words,
          envelopeId: 902 as EnvelopeId,
          contactPointId: other.contactPointId,
          externalId: '<mixed@case>',
        }),
      ]),
    );
    const found = await registrations.transaction((transaction) =>
      transaction.findReferences({
        requestIds: [],
        externalIds: ['<Mixed@Case>'],
        numbers: [named.number],
      }),
    );
    expect(found.map(({ id }) => id).toSorted()).toEqual([named.id, answered.id].toSorted());
    const byMessage = found.find(({ id }) => id === answered.id);
    expect(byMessage?.externalIds).toEqual(['<Mixed@Case>']);
    expect(byMessage?.participants).toEqual([byMessage?.requesterContactId]);
    const nothing = { requestIds: [], externalIds: [], numbers: [] };
    expect(
      await registrations.transaction((transaction) => transaction.findReferences(nothing)),
    ).toEqual([]);
  });

  it('changes requests absolutely and their message count relatively', async () => {
    const { registrations, requests } = stores();
    const one = await addRequest(registrations, { messageCount: 3 });
    const two = await addRequest(registrations, { messageCount: 1 });
    await registrations.transaction((transaction) =>
      transaction.updateRequests([
        { ...updateOf(one), status: 'reopened', conversationKey: null, addedMessages: 2 },
        { ...updateOf(two), lastMessageAt: later(5_000), addedMessages: 1 },
      ]),
    );
    expect(await requests.findSummary(one.number)).toMatchObject({
      status: 'reopened',
      messageCount: 5,
      nextDeadlineAt: one.nextDeadlineAt,
    });
    expect(await requests.findSummary(two.number)).toMatchObject({
      status: 'new',
      messageCount: 2,
      lastMessageAt: later(5_000),
    });
  });

  it('hands out numbers without a gap while one in five transactions fails', async () => {
    const { registrations } = stores();
    const take = (fails: boolean): Promise<number | null> =>
      registrations
        .transaction(async (transaction) => {
          const first = await transaction.takeNumbers('FM26', 1);
          if (fails) throw new Error('fails on purpose');
          return first;
        })
        .catch((error: unknown) => {
          if (error instanceof StoreConflict) return take(fails);
          expect(error).toMatchObject({ message: 'fails on purpose' });
          return null;
        });
    const taken = await Promise.all(
      Array.from({ length: 200 }, (_, index) => take(index % 5 === 0)),
    );
    const numbers = taken.filter((first) => first !== null).toSorted((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 160 }, (_, index) => index + 1));
  });

  it('takes a whole range at once and begins every series at one', async () => {
    const take = (series: string, count: number) =>
      stores().registrations.transaction((transaction) => transaction.takeNumbers(series, count));
    expect(await take('FM26', 5)).toBe(1);
    expect(await take('FM26', 3)).toBe(6);
    expect(await take('FM27', 2)).toBe(1);
    expect(await take('FM26', 1)).toBe(9);
  });

  it('shows what is pending to whoever only looks, while somebody else holds the lane', async () => {
    const { envelopes, registrations } = stores();
    await envelopes.insert([envelope('seen by both')]);
    const { lane } = envelope('seen by both');
    const seen = await registrations.peekPending([lane], 10);
    const [pending] = await readAll(stores());
    const { id, channelAccountId, identityKey } = pending ?? {};
    expect(seen).toEqual([{ id, channelAccountId, identityKey }]);
  });

  it('reads the envelopes that are named, whole, and leaves out what is not there', async () => {
    const { envelopes, registrations } = stores();
    await envelopes.insert(['one', 'two', 'three'].map((text) => envelope(text)));
    const [first, , third] = await readAll(stores());
    const ids = [third, first].flatMap((wanted) => wanted?.id ?? []);
    const read = await registrations.readEnvelopes([...ids, 1_000_000 as EnvelopeId]);
    expect(read.toSorted((one, other) => one.id - other.id)).toEqual([first, third]);
    expect(await registrations.readEnvelopes([])).toEqual([]);
  });

  it('notes a strike at once, whatever becomes of the registration under way', async () => {
    const { envelopes, registrations } = stores();
    await envelopes.insert([envelope('killer')]);
    const strikes: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const lost = registrations.transaction(async (transaction) => {
        const locked = await transaction.lockLanes([envelope('killer').lane]);
        const [pending] = await transaction.readPending(locked, 1);
        if (pending === undefined) throw new Error('It is pending.');
        strikes.push(pending.strikes, await registrations.strike(pending.id));
        await transaction.settleEnvelopes([ignored(pending)]);
        throw new Error('the process goes down');
      });
      await expect(lost).rejects.toThrow('the process goes down');
    }
    expect(strikes).toEqual([0, 0, 1, 1, 2, 2]);
    expect((await readAll(stores()))[0]?.strikes).toBe(3);
  });

  it('undoes a refused part of a transaction and keeps the rest', async () => {
    const { registrations, requests } = stores();
    const [kept, undone] = [sender('+12025550103'), sender('+12025550104')];
    const [one, two] = [request(kept), request(undone)];
    await registrations.transaction(async (transaction) => {
      await transaction.insertContacts([contactRows(kept).contact]);
      await transaction.insertContactPoints([contactRows(kept).point]);
      await transaction.insertRequests([one]);
      const part = transaction.savepoint(async () => {
        await transaction.insertRequests([two]);
        throw new StoreDataRefused('a value of it');
      });
      await expect(part).rejects.toThrow(StoreDataRefused);
    });
    expect(await requests.findSummary(one.number)).not.toBeNull();
    expect(await requests.findSummary(two.number)).toBeNull();
  });
});

async function readAll({ registrations }: OpenStores): Promise<readonly PendingEnvelope[]> {
  const lanes = Array.from({ length: 64 }, (_, lane) => lane);
  return registrations.transaction(async (transaction) =>
    transaction.readPending(await transaction.lockLanes(lanes), 1_000),
  );
}

async function settleAll(
  stores: OpenStores,
  changes: Partial<EnvelopeSettlement> = {},
): Promise<void> {
  const pending = await readAll(stores);
  await stores.registrations.transaction((transaction) =>
    transaction.settleEnvelopes(pending.map((row) => ({ ...ignored(row), ...changes }))),
  );
}

function ignored({ id }: PendingEnvelope): EnvelopeSettlement {
  return { envelopeId: id, outcome: 'ignored', requestId: null, reason: 'own-echo' };
}

function updateOf(row: Awaited<ReturnType<typeof addRequest>>) {
  const { id, status, conversationKey, awaitsReply, nextDeadlineAt } = row;
  const { expectedAt, streamKey, lastMessageAt } = row;
  return {
    ...{ id, status, conversationKey, awaitsReply, nextDeadlineAt },
    ...{ expectedAt, streamKey, lastMessageAt },
    closedAt: null,
    addedMessages: 0,
    emergencies: row.emergencies,
  };
}
