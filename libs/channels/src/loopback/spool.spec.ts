import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { channelTools } from '../../../../test/support/channel-tools.js';
import { createAdapter } from './adapter.js';
import { loopbackSettings } from './settings.js';

const secrets = ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'];
const goOn = new AbortController().signal;
const noBytes = () => Promise.resolve(null);
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'townline-spool-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('the spool of the loopback channel', () => {
  it('is read in the order of the names, a hundred files at a time', async () => {
    const adapter = spooling();
    for (let index = 1; index <= 101; index += 1) {
      await spool(`${String(index).padStart(4, '0')}.json`, `{"id":"e${index}","from":"ana"}`);
    }
    const first = await adapter.poll?.('', goOn);
    expect(first?.envelopes).toHaveLength(100);
    expect(first?.envelopes[0]?.providerId).toBe('e1');
    expect(first?.more).toBe(true);
    const second = await adapter.poll?.(first?.cursor ?? '', goOn);
    expect(second?.envelopes.map(({ providerId }) => providerId)).toEqual(['e101']);
    expect(second?.more).toBe(false);
  });

  it('leaves alone what is still being written and what is no file', async () => {
    await spool('0001.json.part', '{"id":"e1"');
    await mkdir(join(folder, '0002.json'));
    expect((await spooling().poll?.('', goOn))?.envelopes).toEqual([]);
  });

  it('keeps a file that is no JSON as one event, because there is nobody to refuse it to', async () => {
    await spool('0001.json', 'oops');
    const polled = await spooling().poll?.('', goOn);
    expect(polled?.envelopes.map(({ raw }) => Buffer.from(raw).toString())).toEqual(['oops']);
  });

  it('is not polled or watched when none is configured', () => {
    const adapter = createAdapter(loopbackSettings.parse({ secrets }), channelTools());
    expect([typeof adapter.poll, typeof adapter.watch]).toEqual(['undefined', 'undefined']);
  });

  it('makes the check fail, with the remedy, when the folder is missing', async () => {
    const adapter = spooling(join(folder, 'missing'));
    const health = await adapter.check?.(goOn);
    expect(health?.healthy).toBe(false);
    expect(health?.steps.find(({ passed }) => !passed)).toEqual({
      step: 'spool',
      passed: false,
      detail: 'The folder is not readable: create it and give it to the user Townline runs as.',
    });
  });
});

describe('media of the loopback channel', () => {
  it('are carried in the reference itself', async () => {
    const fetched = await spooling().fetchMedia?.('data:image/png;base64,aGVsbG8=', goOn, noBytes);
    expect(fetched).toEqual({
      kind: 'fetched',
      bytes: Buffer.from('hello'),
      contentType: 'image/png',
    });
  });

  it('or lie beside the spool', async () => {
    await mkdir(join(folder, 'media'));
    await writeFile(join(folder, 'media', 'photo-1.jpg'), 'bytes');
    const fetched = await spooling().fetchMedia?.('spool:photo-1.jpg', goOn, noBytes);
    expect(fetched).toMatchObject({ kind: 'fetched', bytes: Buffer.from('bytes') });
  });

  it.each([
    'spool:../0001.json',
    'spool:/etc/passwd',
    'spool:.hidden',
    'spool:a\0b',
    'spool:',
    'spool:missing',
    'https://example.org/x',
    'data:',
    'data:text/plain,%ZZ',
  ])('never come from %j', async (reference) => {
    expect((await spooling().fetchMedia?.(reference, goOn, noBytes))?.kind).toBe('gone');
  });
});

describe('upkeep of the loopback channel', () => {
  it('reminds of a secret that was to be retired', async () => {
    const tools = channelTools();
    const two = [...secrets, 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD'];
    await createAdapter(loopbackSettings.parse({ secrets: two }), tools).maintain?.(goOn);
    expect(tools.logged).toEqual([{ event: 'loopback-retired-secrets', facts: { count: 1 } }]);
  });
});

function spooling(spoolPath = folder) {
  return createAdapter(loopbackSettings.parse({ secrets, spoolPath }), channelTools());
}

function spool(name: string, content: string): Promise<void> {
  return writeFile(join(folder, name), content);
}
