import { setTimeout as pause } from 'node:timers/promises';

import { expect, it } from '@jest/globals';

import type { DueDigest } from '#core/digest/digest-store';
import { addressKeyOf } from '#core/identity/binary-key';
import type { KnownSender } from '#core/intake/registration-store';
import type { NewOutboxEntry, NewServiceRequest } from '#core/request/records';
import { HOUR } from '#core/time/instant';

import {
  contactRows,
  later,
  newId,
  outboxEntry,
  request,
  type Sender,
  sender,
  start,
} from './sample-rows.js';
import { onAllStores, onDatabases, type OpenStores } from './store-suites.js';

const due = later(HOUR);

onAllStores('a digest store', ({ stores }) => {
  it('tells registration how many requests of a sender were acknowledged lately', async () => {
    const ana = await addSender(stores());
    const bob = await addSender(stores());
    await addRequests(stores(), ana, [start, later(1), later(2), null]);
    await addRequests(stores(), bob, [later(1)]);
    expect((await knownSender(stores(), ana)).told).toEqual({
      acknowledgements: 2,
      digestDueAt: null,
      digestSentAt: null,
    });
    expect((await knownSender(stores(), bob)).told.acknowledgements).toBe(1);
    const nobody = await knownSender(stores(), sender('+12025550177'));
    expect(nobody).toMatchObject({ contactPointId: null, told: { acknowledgements: 0 } });
  });

  it('hands over what a sender has not been told, the oldest first, and counts the rest', async () => {
    const ana = await addSender(stores());
    const bob = await addSender(stores());
    await schedule(stores(), bob, later(HOUR + 1), await addRequests(stores(), bob, [null]));
    const rows = await addRequests(stores(), ana, [null, null, null, null]);
    await schedule(stores(), ana, due, rows.toReversed());
    const told: DueDigest[] = [];
    expect(await send(stores(), later(HOUR - 1), told, 3)).toBe(false);
    expect(await send(stores(), later(2 * HOUR), told, 3)).toBe(true);
    expect(told).toHaveLength(1);
    expect(told[0]?.count).toBe(4);
    expect(told[0]?.requests.map(({ number }) => number)).toEqual(
      rows.slice(0, 3).map(({ number }) => number),
    );
    const { id, channelAccountId, channelRef, language, expectedAt } = rows[0] ?? request(ana);
    expect(told[0]?.requests[0]).toMatchObject({
      ...{ id, channelAccountId, channelRef, language, expectedAt },
      ...{ status: 'new', awaitsReply: true },
    });
  });

  it('puts one entry into the outbox and has nothing more to tell', async () => {
    const ana = await addSender(stores());
    const [row, ...others] = await addRequests(stores(), ana, [null, null]);
    await schedule(stores(), ana, due, row === undefined ? others : [row, ...others]);
    const told: DueDigest[] = [];
    expect(await send(stores(), due, told)).toBe(true);
    expect(await send(stores(), later(30 * HOUR), told)).toBe(false);
    const found = await stores().requests.find(row?.number ?? '');
    expect(found?.timeline.map(({ text }) => text)).toEqual(['The digest.']);
    const { told: known } = await knownSender(stores(), ana);
    expect(known).toMatchObject({ digestDueAt: null, digestSentAt: due });
  });

  it('keeps when the last digest was sent when the next one is scheduled', async () => {
    const ana = await addSender(stores());
    await schedule(stores(), ana, due, await addRequests(stores(), ana, [null]));
    const told: DueDigest[] = [];
    await send(stores(), due, told);
    const more = await addRequests(stores(), ana, [null, null]);
    await schedule(stores(), ana, later(25 * HOUR), more);
    const { told: known } = await knownSender(stores(), ana);
    expect(known).toMatchObject({ digestDueAt: later(25 * HOUR), digestSentAt: due });
    expect(await send(stores(), later(25 * HOUR), told)).toBe(true);
    expect(told[1]?.requests.map(({ id }) => id)).toEqual(more.map(({ id }) => id));
  });

  it('leaves everything as it was when the process dies before the commit', async () => {
    const ana = await addSender(stores());
    const rows = await addRequests(stores(), ana, [null, null]);
    await schedule(stores(), ana, due, rows);
    const dying = stores().digests.sendNext({ now: due, most: 30 }, () => {
      throw new Error('killed');
    });
    await expect(dying).rejects.toThrow('killed');
    const told: DueDigest[] = [];
    expect(await send(stores(), due, told)).toBe(true);
    expect(told[0]?.requests.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
  });
});

onDatabases('a digest store of a database', ({ name, stores }) => {
  if (name !== 'mariadb') {
    it('is used by one transaction at a time', () => {
      expect(name).toBe('sqlite');
    });
    return;
  }

  it('waits for the numbers that a registration under way adds', async () => {
    const ana = await addSender(stores());
    const [row] = await addRequests(stores(), ana, [null]);
    if (row === undefined) throw new Error('One was added.');
    await schedule(stores(), ana, due, [row]);
    const told: DueDigest[] = [];
    const added = request(ana, { conversationKey: null });
    await stores().registrations.transaction(async (transaction) => {
      await transaction.findSenders([keysOf(ana)], start);
      await transaction.insertRequests([added]);
      await transaction.insertUntold([asUntold(added)]);
      expect(await send(stores(), due, told)).toBe(false);
    });
    expect(await send(stores(), due, told)).toBe(true);
    expect(told[0]?.requests.map(({ id }) => id)).toEqual([row.id, added.id]);
  });

  it('counts the acknowledgements that a colleague committed while it waited', async () => {
    const ana = await addSender(stores());
    const bob = await addSender(stores());
    let waiting: Promise<readonly KnownSender[]> | undefined;
    await stores().registrations.transaction(async (transaction) => {
      await transaction.findSenders([keysOf(ana)], start);
      waiting = stores().registrations.transaction((other) =>
        other.findSenders([keysOf(bob), keysOf(ana)], start),
      );
      // Time for the other one to count for Bob and to meet the lock on Ana.
      await pause(200);
      const acknowledgedAt = later(5);
      await transaction.insertRequests([request(ana, { conversationKey: null, acknowledgedAt })]);
    });
    const counts = (await waiting)?.map(({ told }) => told.acknowledgements);
    expect(counts).toEqual([0, 1]);
  });
});

async function addSender({ registrations }: OpenStores): Promise<Sender> {
  const from = sender(`+1202${newId()}`);
  const { contact, point } = contactRows(from);
  await registrations.transaction(async (transaction) => {
    await transaction.insertContacts([contact]);
    await transaction.insertContactPoints([point]);
  });
  return from;
}

/** Requests of a sender, each with the time of its acknowledgement. */
async function addRequests(
  { registrations }: OpenStores,
  from: Sender,
  acknowledgements: readonly NewServiceRequest['acknowledgedAt'][],
): Promise<readonly NewServiceRequest[]> {
  const rows = acknowledgements.map((acknowledgedAt) =>
    request(from, { conversationKey: null, acknowledgedAt }),
  );
  await registrations.transaction((transaction) => transaction.insertRequests(rows));
  return rows;
}

async function schedule(
  { registrations }: OpenStores,
  { contactPointId }: Sender,
  dueAt: typeof start,
  rows: readonly NewServiceRequest[],
): Promise<void> {
  await registrations.transaction(async (transaction) => {
    await transaction.insertUntold(rows.map(asUntold));
    await transaction.scheduleDigests([{ contactPointId, dueAt }]);
  });
}

function send(
  { digests }: OpenStores,
  now: typeof start,
  told: DueDigest[],
  most = 30,
): Promise<boolean> {
  return digests.sendNext({ now, most }, (digest): NewOutboxEntry => {
    told.push(digest);
    return outboxEntry(digest.requests[0].id, { body: 'The digest.' });
  });
}

async function knownSender({ registrations }: OpenStores, from: Sender): Promise<KnownSender> {
  const [known] = await registrations.transaction((transaction) =>
    transaction.findSenders([keysOf(from)], start),
  );
  if (known === undefined) throw new Error('Every key is answered.');
  return known;
}

function keysOf({ identityKey, address }: Sender) {
  return { identityKey, addressKey: addressKeyOf('phone', address) };
}

function asUntold({ id, contactPointId }: NewServiceRequest) {
  return { requestId: id, contactPointId };
}
