import { expect, it } from '@jest/globals';

import type { Alert, AlertState } from '#core/alert/alert';
import type { AlertStep, OpenAlert } from '#core/alert/alert-store';
import type { PlannedAlert } from '#core/alert/plan-alert';
import type { DeliveryReceipt } from '#core/channel/normalised';
import { dedupeKeyOf } from '#core/identity/binary-key';
import type { StaffId } from '#core/identity/ids';
import { HOUR } from '#core/time/instant';

import { claim, settlement } from './outbox-samples.js';
import { audit, later, newId, outboxEntry, start } from './sample-rows.js';
import { onAllStores, type OpenStores } from './store-suites.js';

const pager = newId<'ChannelAccount'>();

onAllStores('an alert store', ({ stores }) => {
  it('knows everybody who has an address, best address first', async () => {
    const ana = await addMember(stores(), 'Ana');
    await addMember(stores(), 'Bo, whom nobody reaches');
    await addAddress(stores(), ana, 'ana@fairmill.example');
    await addAddress(stores(), ana, 'ana@home.example');
    expect(await addAddress(stores(), ana, 'ana@home.example')).toBe(false);
    expect(await stores().alerts.addressees()).toEqual([
      {
        ...{ staffId: ana, name: 'Ana', role: 'supervisor' },
        addresses: [
          { kind: 'email', address: 'ana@fairmill.example' },
          { kind: 'email', address: 'ana@home.example' },
        ],
      },
    ]);
    const gone = { staffId: ana, kind: 'email', address: 'ana@fairmill.example' };
    expect(await stores().staff.removeAddress(gone, audit(`staff:${ana}`))).toBe(true);
    expect(await stores().staff.removeAddress(gone, audit(`staff:${ana}`))).toBe(false);
    const [left] = await stores().alerts.addressees();
    expect(left?.addresses).toEqual([{ kind: 'email', address: 'ana@home.example' }]);
  });

  it('tells the same news to the same person once, whoever comes with it again', async () => {
    const { alerts, outbox } = stores();
    expect(await alerts.add([planned('breach of 1'), planned('breach of 2')])).toBe(2);
    expect(await alerts.add([planned('breach of 1')])).toBe(0);
    expect(await outbox.claim(claim({ accountId: pager, now: later(1) }))).toHaveLength(2);
  });

  it('is looked at when its time has come, with what became of its message', async () => {
    const { alerts } = stores();
    const alert = planned('breach of 1');
    await alerts.add([alert]);
    const seen: OpenAlert[] = [];
    const settle = (open: OpenAlert): AlertStep => {
      seen.push(open);
      const { id, transport, tried, outboxId, lookAt } = open;
      return { id, state: 'sent', transport, tried, outboxId, lookAt, entry: null };
    };
    expect(await alerts.look(later(59_999), 10, settle)).toEqual([]);
    expect(await alerts.look(later(60_000), 10, settle)).toHaveLength(1);
    const message = { state: 'waiting', attempts: 0, createdAt: start, bounced: false };
    expect(seen).toEqual([{ ...alert.alert, message, requestNumber: '' }]);
    expect(await alerts.look(later(120_000), 10, settle)).toEqual([]);
  });

  it('writes the message by which the next way is tried, with the step', async () => {
    const { alerts, outbox } = stores();
    await alerts.add([planned('breach of 1')]);
    const entry = aboutNothing();
    const tryNext = ({ id, tried }: OpenAlert): AlertStep => ({
      ...{ id, state: 'open', transport: 1, tried: [...tried, 'second'], outboxId: entry.id },
      ...{ lookAt: later(120_000), entry },
    });
    await alerts.look(later(60_000), 10, tryNext);
    expect(await outbox.claim(claim({ accountId: pager, now: later(60_000) }))).toHaveLength(2);
    const [again] = await alerts.look(
      later(120_000),
      10,
      ({ id, outboxId, transport, tried, lookAt }) => ({
        ...{ id, state: 'failed', transport, tried, outboxId, lookAt, entry: null },
      }),
    );
    expect(again).toMatchObject({
      ...{ transport: 1, tried: ['first', 'second'], outboxId: entry.id },
    });
  });

  it('is open again at once when its message comes back, and says so', async () => {
    await stores().alerts.add([planned('breach of 1'), planned('breach of 2')]);
    const [bounced = '', arrived = ''] = await sendAll(stores());
    expect((await settleAs(stores(), 'sent')).map(({ message }) => message?.bounced)).toEqual([
      false,
      false,
    ]);
    await hear(stores(), arrived, 'delivered');
    await hear(stores(), arrived, 'failed');
    await hear(stores(), bounced, 'failed');
    const seen: OpenAlert[] = [];
    await stores().alerts.look(later(61_000), 10, (open) => {
      seen.push(open);
      const { id, transport, tried, outboxId, lookAt } = open;
      return { id, state: 'failed', transport, tried, outboxId, lookAt, entry: null };
    });
    expect(seen).toMatchObject([{ outboxId: bounced, message: { state: 'sent', bounced: true } }]);
    await hear(stores(), bounced, 'failed');
    expect(await settleAs(stores(), 'sent')).toEqual([]);
  });

  it('sees too that its message came back before the provider had answered', async () => {
    const alert = planned('breach of 1');
    await stores().alerts.add([alert]);
    await hear(stores(), alert.entry?.id ?? '', 'failed');
    await sendAll(stores());
    const [seen] = await settleAs(stores(), 'failed');
    expect(seen?.message).toMatchObject({ state: 'sent', attempts: 1, bounced: true });
  });
});

/** The provider takes every message that is due, and calls each by the id of its entry. */
async function sendAll({ outbox }: OpenStores): Promise<readonly string[]> {
  const claimed = await outbox.claim(claim({ accountId: pager, now: later(1) }));
  const sent = claimed.map((delivery) =>
    settlement(delivery, { state: 'sent', attemptOutcome: 'sent', providerId: delivery.entryId }),
  );
  await outbox.settle(sent, 'one');
  return claimed.map(({ entryId }) => entryId);
}

async function settleAs({ alerts }: OpenStores, state: AlertState): Promise<readonly OpenAlert[]> {
  const seen: OpenAlert[] = [];
  await alerts.look(later(60_000), 10, (open) => {
    seen.push(open);
    const { id, transport, tried, outboxId } = open;
    return { id, state, transport, tried, outboxId, lookAt: later(HOUR), entry: null };
  });
  return seen;
}

async function hear(
  { registrations }: OpenStores,
  providerId: string,
  status: DeliveryReceipt['status'],
): Promise<void> {
  const receipt = { kind: 'receipt', providerId, status, occurredAt: null } as const;
  await registrations.transaction(async (transaction) => {
    await transaction.applyReceipts([{ channelAccountId: pager, receipt, receivedAt: later(2) }]);
    await transaction.reopenAlerts([{ channelAccountId: pager, providerId }], later(61_000));
  });
}

function planned(news: string): PlannedAlert {
  const entry = aboutNothing();
  const alert: Alert = {
    id: newId<'Alert'>(),
    key: dedupeKeyOf('alert', news),
    kind: 'breach',
    subject: 'clock:1',
    requestId: null,
    staffId: newId<'Staff'>(),
    title: 'Broken promise: Schlagloch 🕳',
    text: 'FM26-000001-9 was due.',
    urgent: false,
    state: 'open',
    transport: 0,
    tried: ['first'],
    outboxId: entry.id,
    lookAt: later(60_000),
    createdAt: start,
  };
  return { alert, entry };
}

function aboutNothing() {
  const entry = outboxEntry(newId<'ServiceRequest'>(), { kind: 'alert', channelAccountId: pager });
  return { ...entry, requestId: null, requestNumber: '' };
}

async function addMember({ staff }: OpenStores, name: string): Promise<StaffId> {
  const id = newId<'Staff'>();
  await staff.add({ id, name, role: 'supervisor', createdAt: start }, audit(`staff:${id}`));
  return id;
}

function addAddress({ staff }: OpenStores, staffId: StaffId, address: string): Promise<boolean> {
  return staff.addAddress({ staffId, kind: 'email', address }, start, audit(`staff:${staffId}`));
}
