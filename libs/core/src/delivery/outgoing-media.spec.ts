import { createHash } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import { fakeAccount, fakeCapabilities } from '../../../../test/support/fakes/fake-channel.js';
import { fakeDelivery } from '../../../../test/support/fakes/fake-delivery.js';
import { MemoryTown } from '../../../../test/support/fakes/memory-town.js';
import { StoreUnavailable } from '../error/store-errors.js';
import { withAttachments } from './outgoing-media.js';

const capabilities = { ...fakeCapabilities, attachments: { inbound: true, outbound: true } };
const carrying = fakeAccount({ capabilities });
const bytes = Buffer.from('the plan');
const sha256 = createHash('sha256').update(bytes).digest();
const row = { filename: 'plan.pdf', contentType: 'application/pdf', sha256 };

function ready(rows: readonly (typeof row)[]) {
  const town = new MemoryTown();
  const media = { files: town.files, attachments: { ofOutgoing: () => Promise.resolve(rows) } };
  return { town, media, delivery: fakeDelivery(town.clock.now()) };
}

describe('the files of an answer', () => {
  it('are read when it leaves', async () => {
    const { town, media, delivery } = ready([row]);
    await town.files.put(bytes);
    expect(await withAttachments(media, carrying, delivery)).toMatchObject({
      kind: 'ready',
      delivery: { attachments: [{ filename: 'plan.pdf', bytes }] },
    });
  });

  it('hold the words back for good when their bytes are missing', async () => {
    const { media, delivery } = ready([row]);
    expect(await withAttachments(media, carrying, delivery)).toMatchObject({
      kind: 'not-sent',
      failure: { kind: 'rejected' },
    });
  });

  it('let the words wait while they cannot be read', async () => {
    const { town, delivery } = ready([]);
    const away = { ofOutgoing: () => Promise.reject(new StoreUnavailable('away')) };
    const media = { files: town.files, attachments: away };
    expect(await withAttachments(media, carrying, delivery)).toMatchObject({
      kind: 'not-sent',
      failure: { kind: 'transient' },
    });
  });

  it('cost a channel that takes none no look at all', async () => {
    const { town, delivery } = ready([]);
    const never = { ofOutgoing: () => Promise.reject(new Error('It was asked.')) };
    const media = { files: town.files, attachments: never };
    expect((await withAttachments(media, fakeAccount(), delivery)).kind).toBe('ready');
    const automatic = fakeDelivery(town.clock.now(), { kind: 'acknowledgement', messageId: null });
    expect((await withAttachments(media, carrying, automatic)).kind).toBe('ready');
  });
});
