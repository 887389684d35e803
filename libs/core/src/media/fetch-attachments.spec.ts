import { describe, expect, it } from '@jest/globals';

import {
  fakeAccount,
  fakeAccountId,
  fakeAdapter,
} from '../../../../test/support/fakes/fake-channel.js';
import { MemoryAttachmentStore } from '../../../../test/support/fakes/memory-attachment-store.js';
import { MemoryTown } from '../../../../test/support/fakes/memory-town.js';
import type { FetchedMedia } from '../channel/adapter.js';
import { DAY, MINUTE } from '../time/instant.js';
import { fetchAttachments } from './fetch-attachments.js';

const never = new AbortController().signal;
const photo = { reference: 'media-1', filename: 'hole.jpg', contentType: 'image/jpeg' };
const bytes = Buffer.from('a picture');

async function fetching(...answers: (FetchedMedia | Error)[]) {
  const town = new MemoryTown();
  const fetchMedia = async (): Promise<FetchedMedia> => {
    await Promise.resolve();
    const answer = answers.shift() ?? { kind: 'unavailable', reason: 'nothing more' };
    if (answer instanceof Error) throw answer;
    return answer;
  };
  town.accounts.put(fakeAccount({ adapter: { ...fakeAdapter(), fetchMedia } }));
  await town.receive({ attachments: [photo] });
  const attachments = new MemoryAttachmentStore(town.database);
  const { accounts, files, clock } = town;
  const run = () => fetchAttachments({ attachments, accounts, files, clock }, never);
  const row = () => town.database.attachments.all()[0];
  return { town, attachments, run, row };
}

describe('fetching attachments', () => {
  it('has the bytes in the file store before the row says so', async () => {
    const { town, attachments, run, row } = await fetching({
      kind: 'fetched',
      bytes,
      contentType: 'image/png',
    });
    expect(await run()).toBe(1);
    expect(row()).toMatchObject({ state: 'stored', size: bytes.length, contentType: 'image/png' });
    expect(await town.files.read(row()?.sha256 ?? Buffer.alloc(0))).toEqual(bytes);
    const id = row()?.id;
    if (id === undefined) throw new Error('no attachment');
    expect(await attachments.find(id)).toMatchObject({ filename: 'hole.jpg' });
    expect(await run()).toBe(0);
  });

  it('comes again, later and later, while the provider cannot give them', async () => {
    const { town, run, row } = await fetching(new Error('ECONNRESET'));
    await run();
    const first = (row()?.dueAt ?? 0) - town.clock.now();
    town.clock.advance(first);
    await run();
    expect((row()?.dueAt ?? 0) - town.clock.now()).toBe(2 * first);
    expect(row()).toMatchObject({ state: 'pending' });
    expect(first).toBeGreaterThanOrEqual(MINUTE);
  });

  it('gives up after three days, or when the provider says they are gone', async () => {
    const late = await fetching();
    late.town.clock.advance(3 * DAY + 1);
    await late.run();
    expect(late.row()).toMatchObject({ state: 'gone', reason: 'nothing more' });
    const gone = await fetching({ kind: 'gone', reason: '404' });
    await gone.run();
    expect(gone.row()).toMatchObject({ state: 'gone', reason: '404' });
  });

  it('waits for an account that is broken, and ends where a channel has no media', async () => {
    const broken = await fetching();
    broken.town.accounts.broken.add(fakeAccountId);
    await broken.run();
    expect(broken.row()?.state).toBe('pending');
    const none = await fetching();
    none.town.accounts.put(fakeAccount());
    await none.run();
    expect(none.row()?.state).toBe('gone');
  });
});
