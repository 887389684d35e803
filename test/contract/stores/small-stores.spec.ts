import { createHash } from 'node:crypto';

import { expect, it } from '@jest/globals';

import type { ChannelAccountRecord } from '#core/account/channel-account-store';
import type { EnvelopeId } from '#core/identity/ids';

import { addRequest, audit, envelope, later, message, newId, start } from './sample-rows.js';
import { onAllStores, type OpenStores } from './store-suites.js';

onAllStores('a channel account store', ({ stores }) => {
  it('lists what was added and refuses a code that is taken', async () => {
    const { accounts } = stores();
    const one = accountRow('town-sms');
    expect(await accounts.add(one, audit(`account:${one.id}`))).toBe(true);
    expect(await accounts.add(accountRow('town-sms'), audit('account:2'))).toBe(false);
    expect(await accounts.list()).toEqual([one]);
  });

  it('replaces the version that was read and no other, and shows that something changed', async () => {
    const { accounts } = stores();
    const one = accountRow('town-sms');
    await accounts.add(one, audit(`account:${one.id}`));
    const before = await accounts.newestVersions();
    expect(await accounts.newestVersions()).toBe(before);
    const changed = { ...one, title: 'Ñandú', enabled: false, sealedSettings: 'sealed again' };
    expect(await accounts.replace(changed, audit(`account:${one.id}`))).toBe(true);
    expect(await accounts.replace(changed, audit(`account:${one.id}`))).toBe(false);
    expect(await accounts.newestVersions()).not.toBe(before);
    const [stored] = await accounts.list();
    expect(stored).toMatchObject({ title: 'Ñandú', enabled: false, version: 2 });
  });
});

onAllStores('a staff store', ({ stores }) => {
  it('finds a member by the hash of a key, and the administrator', async () => {
    const { staff } = stores();
    expect(await staff.findAdministrator()).toBeNull();
    const member = { id: newId<'Staff'>(), name: 'Bo', role: 'administrator' } as const;
    const keyHash = createHash('sha256').update('key').digest();
    await staff.add({ ...member, createdAt: start }, audit(`staff:${member.id}`));
    await staff.addKey({ staffId: member.id, keyHash, createdAt: start }, audit('key:1'));
    expect(await staff.findByKeyHash(keyHash)).toEqual(member);
    expect(await staff.findAdministrator()).toEqual(member);
    expect(await staff.findByKeyHash(Buffer.alloc(32))).toBeNull();
  });
});

onAllStores('an attachment store', ({ stores }) => {
  it('hands each pending attachment to one worker until its time comes again', async () => {
    const id = await addAttachment(stores());
    const { attachments } = stores();
    const takers = await Promise.all(
      [1, 2, 3].map(() => attachments.takePending(later(1), later(60_000), 10)),
    );
    expect(takers.flat().map((taken) => taken.id)).toEqual([id]);
    expect(await attachments.takePending(later(59_999), later(90_000), 10)).toEqual([]);
    expect(await attachments.takePending(later(60_000), later(90_000), 10)).toHaveLength(1);
  });

  it('gives the bytes of the envelope that an attachment came with', async () => {
    const { attachments } = stores();
    const sent = envelope('with a photo');
    await stores().envelopes.insert([sent]);
    const [accepted] = await stores().registrations.peekPending([sent.lane], 1);
    const id = await addAttachment(stores(), accepted?.id);
    const { raw, rawSha256 } = sent;
    expect(await attachments.envelopeOf(id)).toMatchObject({ raw, rawSha256 });
    expect(await attachments.envelopeOf(await addAttachment(stores()))).toBeNull();
  });

  it('tells of each attachment whether its bytes are here, and if not, why', async () => {
    const [stored, gone] = [await addAttachment(stores()), await addAttachment(stores())];
    const { attachments } = stores();
    const sha256 = createHash('sha256').update('bytes').digest();
    expect(await attachments.find(stored)).toMatchObject({ state: 'pending' });
    await attachments.settle(stored, {
      ...{ state: 'stored', sha256, size: 5, contentType: 'image/png' },
    });
    await attachments.settle(gone, { state: 'gone', reason: 'expired' });
    const found = await attachments.find(stored);
    expect(found).toMatchObject({ state: 'stored', sha256, filename: 'photo.jpg' });
    expect(found?.contentType).toBe('image/png');
    const lost = await attachments.find(gone);
    expect(lost).toMatchObject({ state: 'gone', reason: 'expired', filename: 'photo.jpg' });
    expect(lost?.requestId).not.toBe(found?.requestId);
    expect(await attachments.find(newId<'Attachment'>())).toBeNull();
    expect(await attachments.takePending(later(60_000), later(90_000), 10)).toEqual([]);
  });

  it('waits with one that could not be fetched until its new time', async () => {
    const id = await addAttachment(stores());
    const { attachments } = stores();
    await attachments.settle(id, { state: 'pending', dueAt: later(120_000) });
    expect(await attachments.takePending(later(119_999), later(200_000), 10)).toEqual([]);
    expect(await attachments.takePending(later(120_000), later(200_000), 10)).toHaveLength(1);
  });
});

function accountRow(code: string): ChannelAccountRecord {
  const fixed = { channel: 'loopback', title: 'Loopback', sealedSettings: 'sealed' };
  return {
    ...fixed,
    id: newId<'ChannelAccount'>(),
    code,
    enabled: true,
    version: 1,
    createdAt: start,
  };
}

async function addAttachment({ registrations }: OpenStores, envelopeId: EnvelopeId | null = null) {
  const row = await addRequest(registrations);
  const written = { ...message(row.id), envelopeId };
  const id = newId<'Attachment'>();
  const file = { reference: 'media/1', filename: 'photo.jpg', contentType: 'image/jpeg' };
  await registrations.transaction(async (transaction) => {
    await transaction.insertMessages([written]);
    await transaction.insertAttachments([
      {
        ...file,
        id,
        messageId: written.id,
        channelAccountId: row.channelAccountId,
        createdAt: start,
      },
    ]);
  });
  return id;
}
