import { expect, it } from '@jest/globals';

import type { NewConsentEntry } from '#core/consent/consent-entry';
import type { ChannelAccountId, ContactPointId } from '#core/identity/ids';
import type { NewOutboxEntry, NewServiceRequest } from '#core/request/records';
import { HOUR } from '#core/time/instant';

import { claim, put, settlement } from './outbox-samples.js';
import { account, addRequest, later, message, newId, staff, start } from './sample-rows.js';
import { onAllStores, onDatabases, type OpenStores } from './store-suites.js';

const otherAccount = '00000000-0000-7000-8000-00000000acc2' as ChannelAccountId;

function entry(
  contactPointId: ContactPointId,
  changes: Partial<NewConsentEntry> = {},
): NewConsentEntry {
  return {
    id: newId<'ConsentEntry'>(),
    contactPointId,
    action: 'opted-out',
    scope: 'channel',
    channelAccountId: account,
    requestId: null,
    source: 'citizen',
    words: 'STOP',
    messageId: null,
    envelopeId: null,
    staffId: null,
    recordedAt: start,
    ...changes,
  };
}

async function write(
  { registrations }: OpenStores,
  ...entries: readonly NewConsentEntry[]
): Promise<void> {
  await registrations.transaction((transaction) => transaction.writeConsent(entries));
}

async function known({ registrations }: OpenStores, ...ids: readonly ContactPointId[]) {
  return registrations.transaction((transaction) => transaction.findConsent(ids));
}

async function text(
  stores: OpenStores,
  to: NewServiceRequest,
  changes: Partial<NewOutboxEntry> = {},
): Promise<NewOutboxEntry> {
  const { contactPointId, id: requestId } = to;
  return put(stores, { contactPointId, requestId, ...changes });
}

async function states({ requests }: OpenStores, { number }: NewServiceRequest) {
  const detail = await requests.find(number);
  return detail?.timeline.flatMap(({ delivery }) =>
    delivery === null ? [] : [[delivery.state, delivery.reason].filter(Boolean).join(' ')],
  );
}

const introduce = (body: string, language: string | null) => `Town ${language ?? '?'}: ${body}`;

onAllStores('consent', ({ stores }) => {
  it('is unknown of an address that said nothing', async () => {
    const { contactPointId } = await addRequest(stores().registrations);
    expect(await known(stores(), contactPointId)).toEqual([
      { contactPointId, optOuts: [], helpedAt: null },
    ]);
    expect(await known(stores())).toEqual([]);
  });

  it('ends within its scope, once, however often it is said', async () => {
    const { contactPointId } = await addRequest(stores().registrations);
    const again = { words: 'Stop!', recordedAt: later(HOUR) };
    await write(stores(), entry(contactPointId), entry(contactPointId, again));
    await write(stores(), entry(contactPointId, again));
    const [consent] = await known(stores(), contactPointId);
    expect(consent?.optOuts).toEqual([
      {
        ...{ contactPointId, scope: 'channel', channelAccountId: account, requestId: null },
        ...{ source: 'citizen', optedOutAt: start },
      },
    ]);
  });

  it('begins again: of an account, of one request, of everything', async () => {
    const row = await addRequest(stores().registrations);
    const { contactPointId, id: requestId } = row;
    const all = [
      entry(contactPointId),
      entry(contactPointId, { channelAccountId: otherAccount }),
      entry(contactPointId, { scope: 'request', requestId }),
      entry(contactPointId, { scope: 'everything' }),
    ];
    const scopes = async () =>
      (await known(stores(), contactPointId))[0]?.optOuts.map(({ scope }) => scope).toSorted();
    await write(stores(), ...all);
    const back = { action: 'opted-in', words: 'START' } as const;
    await write(stores(), entry(contactPointId, { ...back, scope: 'request', requestId }));
    expect(await scopes()).toEqual(['channel', 'channel', 'everything']);
    await write(stores(), entry(contactPointId, back));
    expect(await scopes()).toEqual(['channel']);
    await write(stores(), entry(contactPointId, { ...back, scope: 'everything' }));
    expect(await scopes()).toEqual([]);
  });

  it('remembers when help was asked for last', async () => {
    const { contactPointId } = await addRequest(stores().registrations);
    const help = { action: 'help', scope: null, words: 'HELP' } as const;
    await write(
      stores(),
      entry(contactPointId, { ...help, recordedAt: later(HOUR) }),
      entry(contactPointId, help),
    );
    expect(await known(stores(), contactPointId)).toMatchObject([
      { helpedAt: later(HOUR), optOuts: [] },
    ]);
  });

  it('takes back what waits within the scope', async () => {
    const row = await addRequest(stores().registrations);
    const other = await addRequest(stores().registrations);
    await text(stores(), row);
    await text(stores(), row, { channelAccountId: otherAccount });
    await text(stores(), row, { answersConsent: true, kind: 'status' });
    await text(stores(), other);
    await write(stores(), entry(row.contactPointId));
    expect(await states(stores(), row)).toEqual(['withdrawn opted-out', 'waiting', 'waiting']);
    expect(await states(stores(), other)).toEqual(['waiting']);
  });

  it('lets an answer that it takes back look for another way', async () => {
    const row = await addRequest(stores().registrations);
    const answer = message(row.id);
    await stores().requests.change(row.number, async (transaction) => {
      await transaction.insertMessage(answer);
    });
    await text(stores(), row, { kind: 'reply', messageId: answer.id, staffId: staff });
    await write(stores(), entry(row.contactPointId));
    const detail = await stores().requests.find(row.number);
    expect(detail?.timeline[0]?.delivery).toMatchObject({
      ...{ state: 'withdrawn', reason: 'opted-out', refusal: 'opted-out' },
    });
  });

  it('takes back what is about one request, and leaves the others', async () => {
    const row = await addRequest(stores().registrations);
    const { contactPointId, id: requestId } = row;
    const second = await addRequest(stores().registrations);
    await text(stores(), row);
    await text(stores(), second, { contactPointId });
    await write(stores(), entry(contactPointId, { scope: 'request', requestId }));
    expect(await states(stores(), row)).toEqual(['withdrawn opted-out']);
    expect(await states(stores(), second)).toEqual(['waiting']);
  });

  it('is asked when an entry is claimed, whenever it was put there', async () => {
    const row = await addRequest(stores().registrations);
    await write(stores(), entry(row.contactPointId));
    await text(stores(), row);
    const confirmation = await text(stores(), row, { answersConsent: true, kind: 'status' });
    const alert = await put(stores(), { requestId: row.id, contactPointId: null, kind: 'alert' });
    const claimed = await stores().outbox.claim(claim());
    expect(claimed.map(({ entryId }) => entryId).toSorted()).toEqual(
      [confirmation.id, alert.id].toSorted(),
    );
    expect(await states(stores(), row)).toEqual(['withdrawn opted-out', 'sending']);
    expect(await stores().outbox.claim(claim({ now: later(HOUR) }))).toEqual([]);
  });

  it('ends when the provider says so, once', async () => {
    const row = await addRequest(stores().registrations);
    await text(stores(), row);
    await text(stores(), row);
    const [first, second] = await stores().outbox.claim(claim());
    await text(stores(), row);
    const refused = { state: 'failed', reason: 'opted-out: 21610', optedOut: true } as const;
    await stores().outbox.settle([settlement(first, refused), settlement(second, refused)], 'one');
    const record = await stores().consent.ofRequest(row.number);
    expect(record?.entries).toMatchObject([
      { source: 'provider', scope: 'channel', words: 'opted-out: 21610', requestId: row.id },
    ]);
    expect(await states(stores(), row)).toEqual([
      ...['failed opted-out: 21610', 'failed opted-out: 21610', 'withdrawn opted-out'],
    ]);
  });

  it('is recorded for ever with the address: who, when, which words', async () => {
    const row = await addRequest(stores().registrations);
    const { contactPointId, number } = row;
    await write(stores(), entry(contactPointId, { requestId: row.id }));
    const told = { source: 'staff', staffId: staff, action: 'opted-in', words: 'on the phone' };
    await write(stores(), entry(contactPointId, { ...told, recordedAt: later(1) } as object));
    const record = await stores().consent.ofRequest(number);
    expect(record).toMatchObject({ kind: 'phone', optOuts: [] });
    expect(record?.entries).toMatchObject([
      { action: 'opted-out', source: 'citizen', words: 'STOP', recordedAt: start },
      { action: 'opted-in', source: 'staff', staffId: staff, words: 'on the phone' },
    ]);
    expect(record?.entries[0]?.contactId).toMatch(/^0199/);
    expect(await stores().consent.ofRequest('FM26-999999-9')).toBeNull();
  });

  it('stands on the timeline, and the request says that answers do not go there', async () => {
    const row = await addRequest(stores().registrations);
    const { contactPointId, id: requestId } = row;
    await write(stores(), entry(contactPointId, { requestId }));
    const detail = await stores().requests.find(row.number);
    expect(detail?.timeline).toMatchObject([
      { direction: 'inbound', text: 'STOP', consent: 'opted-out', delivery: null },
    ]);
    expect(detail?.optedOut).toMatchObject({ scope: 'channel', source: 'citizen' });
  });
});

onAllStores('the first text to an address', ({ stores }) => {
  it('is introduced when it leaves: once an account, the most urgent one', async () => {
    const row = await addRequest(stores().registrations);
    await text(stores(), row, { body: 'Acknowledged.' });
    await text(stores(), row, { body: 'Answer.', kind: 'reply' });
    await put(stores(), { requestId: row.id, contactPointId: null, kind: 'alert', body: 'Alert.' });
    const texts = (await stores().outbox.claim(claim({ introduce }))).map((one) => one.text);
    expect(texts.toSorted()).toEqual(['Acknowledged.', 'Alert.', 'Town en: Answer.']);
    await text(stores(), row, { body: 'Later.' });
    expect(await stores().outbox.claim(claim({ introduce }))).toMatchObject([{ text: 'Later.' }]);
    await text(stores(), row, { body: 'Elsewhere.', channelAccountId: otherAccount });
    const elsewhere = claim({ introduce, accountId: otherAccount });
    expect(await stores().outbox.claim(elsewhere)).toMatchObject([{ text: 'Town en: Elsewhere.' }]);
  });

  it('is not one that failed, and says it once however often it is tried', async () => {
    const row = await addRequest(stores().registrations);
    await text(stores(), row, { body: 'One.' });
    const [first] = await stores().outbox.claim(claim({ introduce }));
    const dueAt = later(2_000);
    await stores().outbox.settle([settlement(first, { state: 'waiting', dueAt })], 'one');
    const [again] = await stores().outbox.claim(claim({ introduce, now: dueAt }));
    expect(again).toMatchObject({ text: 'Town en: One.', attempt: 2 });
    await stores().outbox.settle([settlement(again, { state: 'failed' })], 'one');
    await text(stores(), row, { body: 'Two.' });
    expect(await stores().outbox.claim(claim({ introduce }))).toMatchObject([
      { text: 'Town en: Two.' },
    ]);
  });
});

onDatabases('consent under two hands', ({ name, stores }) => {
  it('holds for what a colleague puts into the outbox at the same time', async () => {
    for (let round = 0; round < 10; round += 1) {
      const row = await addRequest(stores().registrations);
      const { contactPointId, id: requestId } = row;
      const before = await text(stores(), row);
      await Promise.all([
        write(stores(), entry(contactPointId)),
        put(stores(), { requestId, contactPointId }),
        put(stores(), { requestId, contactPointId, kind: 'status' }),
      ]);
      const claimed = await stores().outbox.claim(claim({ slots: 50 }));
      expect(claimed.filter((one) => one.requestId === row.id)).toEqual([]);
      expect(before.contactPointId).toBe(contactPointId);
    }
  });

  if (name !== 'mariadb') return;

  it('is obeyed by a claim that began before it, or came after the message had begun to leave', async () => {
    for (let round = 0; round < 20; round += 1) {
      const row = await addRequest(stores().registrations);
      await text(stores(), row);
      const [, claimed] = await Promise.all([
        write(stores(), entry(row.contactPointId)),
        stores().outbox.claim(claim({ slots: 50 })),
      ]);
      const left = claimed.some(({ requestId }) => requestId === row.id);
      expect(await states(stores(), row)).toEqual([left ? 'sending' : 'withdrawn opted-out']);
    }
  });

  it('is told to an address once although two workers claim at the same time', async () => {
    for (let round = 0; round < 10; round += 1) {
      const row = await addRequest(stores().registrations);
      await text(stores(), row, { body: 'One.' });
      await text(stores(), row, { body: 'Two.' });
      const claimed = await Promise.all(
        ['one', 'two'].map((owner) => stores().outbox.claim(claim({ introduce, slots: 1, owner }))),
      );
      const introduced = claimed.flat().filter((one) => one.text.startsWith('Town'));
      expect(introduced).toHaveLength(1);
      const rest = await stores().outbox.claim(claim({ introduce, slots: 50 }));
      expect(rest.filter((one) => one.text.startsWith('Town'))).toEqual([]);
    }
  });
});
