import { expect, it } from '@jest/globals';

import type { NewConsentEntry } from '#core/consent/consent-entry';
import type { NewOutboxEntry, NewServiceRequest } from '#core/request/records';
import { MINUTE, SECOND } from '#core/time/instant';

import { claim, put } from './outbox-samples.js';
import { account, addRequest, later, newId, start } from './sample-rows.js';
import { onAllStores, type OpenStores } from './store-suites.js';

const LEFT_AT = 10 * MINUTE;

/** A text that left, whatever anybody had said. */
async function leave(
  stores: OpenStores,
  to: NewServiceRequest,
  changes: Partial<NewOutboxEntry> = {},
): Promise<NewOutboxEntry> {
  const { contactPointId, id: requestId } = to;
  const entry = await put(stores, { contactPointId, requestId, ...changes });
  await stores.outbox.claim(claim({ now: later(LEFT_AT) }));
  return entry;
}

/** What is written into the ledger of consent afterwards stands for a check that failed. */
async function said(
  { registrations }: OpenStores,
  { contactPointId }: NewServiceRequest,
  ...entries: readonly Partial<NewConsentEntry>[]
): Promise<void> {
  const stop: Omit<NewConsentEntry, 'id'> = {
    ...{ contactPointId, action: 'opted-out', scope: 'channel', channelAccountId: account },
    ...{ requestId: null, source: 'citizen', words: 'STOP', messageId: null, envelopeId: null },
    ...{ staffId: null, recordedAt: start },
  };
  const rows = entries.map((entry) => ({ ...stop, id: newId<'ConsentEntry'>(), ...entry }));
  await registrations.transaction((transaction) => transaction.writeConsent(rows));
}

async function found({ ledger }: OpenStores): Promise<string[]> {
  const subjects: string[] = [];
  for await (const { rule, subject } of ledger.findings(later(LEFT_AT))) {
    if (rule === 'outbox-consent') subjects.push(subject);
  }
  return subjects;
}

onAllStores('the ledger and consent', ({ stores }) => {
  it('names a text that left after its citizen had said stop, and no other', async () => {
    const row = await addRequest(stores().registrations);
    const other = await addRequest(stores().registrations);
    const text = await leave(stores(), row);
    await leave(stores(), other);
    expect(await found(stores())).toEqual([]);
    await said(stores(), row, {});
    expect(await found(stores())).toEqual([`outbox:${text.id}`]);
  });

  it('names it even when the citizen has begun texts again since then', async () => {
    const row = await addRequest(stores().registrations);
    const text = await leave(stores(), row);
    const back = { action: 'opted-in', recordedAt: later(LEFT_AT + 2 * MINUTE) } as const;
    await said(stores(), row, { action: 'guessed' }, back);
    expect(await found(stores())).toEqual([`outbox:${text.id}`]);
  });

  it.each<[string, Partial<NewConsentEntry>[], Partial<NewOutboxEntry>?]>([
    ['answers the words themselves', [{}], { answersConsent: true }],
    ['goes to people of the town', [{}], { kind: 'alert', contactPointId: null }],
    ['was under way', [{ recordedAt: later(LEFT_AT - 59 * SECOND) }]],
    ['left before', [{ recordedAt: later(LEFT_AT + SECOND) }]],
    ['was wanted again', [{}, { action: 'opted-in', recordedAt: later(MINUTE) }]],
    ['is about another request', [{ scope: 'request', requestId: newId<'ServiceRequest'>() }]],
    ['is of another account', [{ channelAccountId: newId<'ChannelAccount'>() }]],
    ['only the provider holds back', [{ source: 'provider' }]],
  ])('is clean where a text %s', async (_why, entries, changes = {}) => {
    const row = await addRequest(stores().registrations);
    await leave(stores(), row, changes);
    await said(stores(), row, ...entries);
    expect(await found(stores())).toEqual([]);
  });
});
