import { expect, it } from '@jest/globals';

import type { NewConsentEntry } from '#core/consent/consent-entry';
import { addressKeyOf } from '#core/identity/binary-key';
import type { NewServiceRequest } from '#core/request/records';

import { account, addRequest, newId, start } from './sample-rows.js';
import { onAllStores } from './store-suites.js';

function stop({ contactPointId }: NewServiceRequest): NewConsentEntry {
  return {
    ...{ id: newId<'ConsentEntry'>(), contactPointId, action: 'opted-out', scope: 'channel' },
    ...{ channelAccountId: account, requestId: null, source: 'citizen', words: 'STOP' },
    ...{ messageId: null, envelopeId: null, staffId: null, recordedAt: start },
  };
}

onAllStores('the record of consent', ({ stores }) => {
  it('is found by an address that somebody wrote from, and by no other', async () => {
    const row = await addRequest(stores().registrations);
    const { kind, address } = (await stores().consent.ofRequest(row.number)) ?? {};
    const key = addressKeyOf(kind ?? '', address ?? '');
    expect(await stores().consent.ofAddress(key)).toMatchObject({ address, entries: [] });
    await stores().registrations.transaction((transaction) =>
      transaction.writeConsent([stop(row)]),
    );
    expect(await stores().consent.ofAddress(key)).toMatchObject({
      ...{ kind: 'phone', address, entries: [{ words: 'STOP' }] },
      optOuts: [{ contactPointId: row.contactPointId, scope: 'channel' }],
    });
    const elsewhere = addressKeyOf('voice', address ?? '');
    expect(await stores().consent.ofAddress(elsewhere)).toBeNull();
  });
});
