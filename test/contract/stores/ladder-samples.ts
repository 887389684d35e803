import { addressKeyOf } from '#core/identity/binary-key';
import type { ContactPointId } from '#core/identity/ids';
import type { LadderStep, RefusedAnswer } from '#core/ladder/ladder-store';
import type { Refusal } from '#core/ladder/refusal';
import type { NewOutboxEntry, NewServiceRequest } from '#core/request/records';

import { claim, settlement } from './outbox-samples.js';
import { audit, later, message, newId, outboxEntry, staff, start } from './sample-rows.js';
import type { OpenStores } from './store-suites.js';

export const NOW = later(5_000);

export async function putAnswer(
  stores: OpenStores,
  row: NewServiceRequest,
): Promise<NewOutboxEntry> {
  const words = message(row.id);
  const entry = outboxEntry(row.id, {
    ...{ kind: 'reply', messageId: words.id, staffId: staff, body: 'We are on it. STOP ends.' },
    contactPointId: row.contactPointId,
  });
  await stores.requests.change(row.number, async (transaction) => {
    await transaction.insertMessage(words);
    await transaction.insertOutbox(entry);
  });
  return entry;
}

export async function refusedAnswer(
  stores: OpenStores,
  row: NewServiceRequest,
  refusal: Refusal,
): Promise<NewOutboxEntry> {
  const entry = await putAnswer(stores, row);
  const claimed = await stores.outbox.claim(claim());
  const ours = claimed.find(({ entryId }) => entryId === entry.id);
  await stores.outbox.settle([settlement(ours, { state: 'failed', refusal })], 'one');
  return entry;
}

export async function refusedNow(
  { ladders }: OpenStores,
  decide: (refused: RefusedAnswer) => LadderStep,
): Promise<readonly RefusedAnswer[]> {
  const seen: RefusedAnswer[] = [];
  await ladders.look({
    ...{ now: NOW, limit: 10 },
    decide: (refused) => {
      seen.push(refused);
      return decide(refused);
    },
  });
  return seen;
}

export function giveUp({ requestId }: RefusedAnswer): LadderStep {
  return { entry: null, audit: audit(`request:${requestId}`) };
}

export function goOn(answer: NewOutboxEntry, contactPointId: ContactPointId | null = null) {
  return ({ requestId, rung }: RefusedAnswer): LadderStep => ({
    entry: {
      ...answer,
      ...{ id: newId<'OutboxEntry'>(), channelRef: 'another way', contactPointId },
      ladder: { from: answer.id, rung: rung + 1 },
    },
    audit: audit(`request:${requestId}`),
  });
}

export async function addAddress(
  { registrations, requests }: OpenStores,
  { number }: NewServiceRequest,
  address: string,
): Promise<ContactPointId> {
  const detail = await requests.find(number);
  if (detail === null) throw new Error('The request is there.');
  const id = newId<'ContactPoint'>();
  const point = { id, contactId: detail.contact.id, kind: 'email', address, verifiedAt: start };
  const addressKey = addressKeyOf('email', `${id} ${address}`);
  await registrations.transaction((transaction) =>
    transaction.insertContactPoints([{ ...point, addressKey, createdAt: start }]),
  );
  return id;
}

export async function findings({ ledger }: OpenStores): Promise<string[]> {
  const found: string[] = [];
  for await (const { rule, subject, detail } of ledger.findings(NOW)) {
    if (rule.startsWith('outbox')) found.push(`${rule} ${subject} ${detail}`);
  }
  return found;
}
