import { expect, it } from '@jest/globals';

import type { ChannelAccountId, EnvelopeId } from '#core/identity/ids';

import { addRequest, dedupeKey, envelope, later, message, newId } from './sample-rows.js';
import { onAllStores, type OpenStores } from './store-suites.js';

const townHall = '00000000-0000-7000-8000-00000000acc7' as ChannelAccountId;
const works = '00000000-0000-7000-8000-00000000acc8' as ChannelAccountId;

onAllStores('a source store', ({ stores }) => {
  it('gives the bytes that a citizen’s message came as, on its own request only', async () => {
    const { sources } = stores();
    const { requestId, messageId, envelopeId } = await addInbound(stores(), 'a');
    const { raw, rawSha256, contentType } = envelope('a');
    expect(await sources.ofMessage(requestId, messageId)).toEqual({
      ...{ envelopeId, raw, rawSha256, contentType },
    });
    const other = await addInbound(stores(), 'b');
    expect(await sources.ofMessage(other.requestId, messageId)).toBeNull();
  });

  it('has none for a note of ours', async () => {
    const row = await addRequest(stores().registrations);
    const note = message(row.id, { direction: 'note' });
    await stores().registrations.transaction((transaction) => transaction.insertMessages([note]));
    expect(await stores().sources.ofMessage(row.id, note.id)).toBeNull();
  });

  it('lists the quarantine newest first, page by page, and gives its bytes', async () => {
    const ids: EnvelopeId[] = [];
    for (const event of ['a', 'b', 'c']) ids.unshift(await quarantine(stores(), event));
    const { sources } = stores();
    const [newest, middle, oldest] = ids;
    const first = await sources.quarantined(null, 2);
    expect(first.map(({ envelopeId }) => envelopeId)).toEqual([newest, middle]);
    expect(first[0]).toMatchObject({ reason: 'poison', quarantinedAt: later(1) });
    const second = await sources.quarantined(middle ?? null, 2);
    expect(second.map(({ envelopeId }) => envelopeId)).toEqual([oldest]);
    expect((await sources.ofQuarantined(ids[0] as EnvelopeId))?.raw).toEqual(envelope('c').raw);
  });

  it('gives nothing of an envelope that is not in quarantine', async () => {
    const { envelopeId } = await addInbound(stores(), 'a');
    expect(await stores().sources.ofQuarantined(envelopeId)).toBeNull();
  });
});

onAllStores('an envelope that came to several accounts', ({ stores }) => {
  it('is one envelope, and its request names each other account once, in their order', async () => {
    const { envelopes, requests } = stores();
    const { number } = await addInbound(stores(), 'one mail');
    const copy = (channelAccountId: ChannelAccountId, minutes: number) =>
      envelope('one mail', { channelAccountId, receivedAt: later(minutes * 60_000) });
    expect(await envelopes.insert([copy(works, 2), envelope('another')])).toEqual({ inserted: 1 });
    await envelopes.insertPolled([copy(townHall, 1), copy(townHall, 3)], townHall, 'uid:7');
    await envelopes.insert([copy(works, 4)]);
    expect((await requests.find(number))?.alsoReceivedAt).toEqual([townHall, works]);
  });

  it('leaves no note when a provider repeats itself', async () => {
    const { envelopes, requests } = stores();
    const { number } = await addInbound(stores(), 'once');
    await envelopes.insert([envelope('once'), envelope('once')]);
    await envelopes.insertPolled([envelope('once')], envelope('once').channelAccountId, 'uid:1');
    expect((await requests.find(number))?.alsoReceivedAt).toEqual([]);
  });

  it('is known as such when both came within one batch', async () => {
    const { envelopes, requests } = stores();
    const twice = envelope('twice', { channelAccountId: works });
    await envelopes.insert([envelope('twice'), twice]);
    const { number } = await addInbound(stores(), 'twice');
    expect((await requests.find(number))?.alsoReceivedAt).toEqual([works]);
  });
});

onAllStores('files that go out with an answer', ({ stores }) => {
  it('are kept in their order and shown with the message', async () => {
    const row = await addRequest(stores().registrations);
    const answer = message(row.id, { direction: 'outbound' });
    const sha256 = Buffer.alloc(32, 7);
    const named = ['plan ñ.pdf', 'photo.jpg'].map((filename) => ({
      id: newId<'Attachment'>(),
      ...{ messageId: answer.id, channelAccountId: row.channelAccountId, filename, sha256 },
      ...{ contentType: 'application/pdf', size: 12, createdAt: later(0) },
    }));
    await stores().requests.change(row.number, async (transaction) => {
      await transaction.insertMessage(answer);
      await transaction.insertOutgoingFiles(named);
    });
    const outgoing = await stores().attachments.ofOutgoing(answer.id);
    expect(outgoing.map(({ filename }) => filename)).toEqual(['plan ñ.pdf', 'photo.jpg']);
    expect(outgoing[0]?.sha256.equals(sha256)).toBe(true);
    const detail = await stores().requests.find(row.number);
    expect(detail?.timeline[0]?.attachments).toMatchObject([
      { filename: 'plan ñ.pdf', size: 12, state: 'stored' },
      { filename: 'photo.jpg', size: 12, state: 'stored' },
    ]);
    expect(await stores().attachments.takePending(later(60_000), later(90_000), 10)).toEqual([]);
  });
});

async function addInbound({ registrations, envelopes }: OpenStores, event: string) {
  await envelopes.insert([envelope(event)]);
  const envelopeId = await idOf({ envelopes }, event);
  const row = await addRequest(registrations);
  const inbound = message(row.id, {
    ...{ direction: 'inbound', staffId: null, contactPointId: row.contactPointId, envelopeId },
  });
  await registrations.transaction((transaction) => transaction.insertMessages([inbound]));
  return { requestId: row.id, number: row.number, messageId: inbound.id, envelopeId };
}

async function quarantine(stores: OpenStores, event: string): Promise<EnvelopeId> {
  await stores.envelopes.insert([envelope(event)]);
  const envelopeId = await idOf(stores, event);
  await stores.registrations.transaction((transaction) =>
    transaction.insertQuarantine([{ envelopeId, reason: 'poison', quarantinedAt: later(1) }]),
  );
  return envelopeId;
}

async function idOf(
  { envelopes }: Pick<OpenStores, 'envelopes'>,
  event: string,
): Promise<EnvelopeId> {
  const found = await envelopes.findByDedupeKey(dedupeKey(event));
  if (found === null) throw new Error('It was stored.');
  return found.id;
}
