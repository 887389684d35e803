import { defaultPacing } from '#core/account/channel-accounts';
import type { Claim, ClaimedDelivery, Settlement } from '#core/delivery/outbox';
import type { ChannelAccountId, ServiceRequestId } from '#core/identity/ids';
import type { NewMessage, NewOutboxEntry } from '#core/request/records';
import { SECOND } from '#core/time/instant';

import {
  account,
  addRequest,
  audit,
  envelope,
  later,
  message,
  newId,
  outboxEntry,
  start,
} from './sample-rows.js';
import type { OpenStores } from './store-suites.js';

export async function put(
  { registrations }: OpenStores,
  changes: Partial<NewOutboxEntry> = {},
): Promise<NewOutboxEntry> {
  const requestId = changes.requestId ?? (await addRequest(registrations)).id;
  const entry = outboxEntry(requestId, changes);
  await registrations.transaction((transaction) => transaction.insertOutbox([entry]));
  return entry;
}

/** A message of the citizen, with the envelope it came in. */
export async function hear(
  { envelopes, registrations }: OpenStores,
  requestId: ServiceRequestId,
  changes: Partial<NewMessage>,
  by: ChannelAccountId = account,
): Promise<void> {
  const row = envelope(newId<'Event'>(), { channelAccountId: by });
  await envelopes.insert([row]);
  const accepted = await envelopes.findByDedupeKey(row.dedupeKey);
  if (accepted === null) throw new Error('It was stored a moment ago.');
  const envelopeId = accepted.id;
  const inbound = { direction: 'inbound' as const, staffId: null, envelopeId, ...changes };
  await registrations.transaction((transaction) =>
    transaction.insertMessages([message(requestId, inbound)]),
  );
}

export async function putUnknown(stores: OpenStores): Promise<ClaimedDelivery> {
  await put(stores);
  const [delivery] = await stores.outbox.claim(claim());
  const reconcileAt = later(30_000);
  const unknown = settlement(delivery, {
    state: 'unknown',
    attemptOutcome: 'unknown',
    reconcileAt,
  });
  await stores.outbox.settle([unknown], 'one');
  const [taken] = await stores.outbox.takeUnknown(later(30_000), later(60_000), 100);
  if (taken === undefined) throw new Error('It is unknown.');
  return taken;
}

export async function addAccount(
  { accounts }: OpenStores,
  code: string,
): Promise<ChannelAccountId> {
  const id = newId<'ChannelAccount'>();
  const fixed = { channel: 'loopback', title: code, sealedSettings: 'sealed', enabled: true };
  await accounts.add({ ...fixed, id, code, version: 1, createdAt: start }, audit(`account:${id}`));
  return id;
}

export function claim(changes: Partial<Claim> = {}): Claim {
  const now = changes.now ?? start;
  return {
    accountId: account,
    owner: 'one',
    slots: 20,
    leaseUntil: later(now - start + 200 * SECOND),
    pacing: defaultPacing,
    ...changes,
    now,
  };
}

export function settlement(
  delivery: ClaimedDelivery | undefined,
  changes: Partial<Settlement> & Pick<Settlement, 'state'>,
): Settlement {
  if (delivery === undefined) throw new Error('Nothing was claimed.');
  return {
    entryId: delivery.entryId,
    attempt: delivery.attempt,
    attemptOutcome: 'not-sent',
    providerId: null,
    reason: null,
    dueAt: null,
    reconcileAt: null,
    pauseAccount: null,
    meets: null,
    endedAt: later(1_000),
    ...changes,
  };
}
