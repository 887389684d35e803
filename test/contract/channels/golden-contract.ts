import { readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';

import { describe, expect, it } from '@jest/globals';

import type { Normalised } from '#core/channel/normalised';
import { dedupeKeyOf, identityKeyOf } from '#core/identity/binary-key';

import { storedEnvelope } from '../../support/channel-tools.js';
import { expectStorable } from './normalise-contract.js';
import { type ChannelUnderTest, understand, withChannel } from './open-channel.js';

interface Golden {
  readonly contentType: string;
  readonly normalised: Normalised;
}

/** `TOWNLINE_UPDATE_FIXTURES=1` writes what the channel says today; read the difference before you keep it. */
const updating = process.env.TOWNLINE_UPDATE_FIXTURES === '1';

export function goldenContract(channel: ChannelUnderTest): void {
  const { fixtures } = channel.samples;
  const quirks = readdirSync(fixtures)
    .filter((name) => name.endsWith('.raw'))
    .map((name) => name.slice(0, -'.raw'.length));

  describe('recorded events', () => {
    it.each(quirks)('understands %s as recorded', async (quirk) => {
      const raw = await readFile(new URL(`${quirk}.raw`, fixtures));
      const path = new URL(`${quirk}.expected.json`, fixtures);
      const expected = JSON.parse(await readFile(path, 'utf8')) as Golden;
      const normalised = await normaliseRaw(channel, raw, expected.contentType);
      expectStorable(normalised);
      if (updating)
        await writeFile(path, `${JSON.stringify({ ...expected, normalised }, null, 2)}\n`);
      else expect(normalised).toEqual(expected.normalised);
    });

    it('show what the capabilities claim', async () => {
      const goldens = await Promise.all(quirks.map((quirk) => readGolden(fixtures, quirk)));
      const messages = goldens.flatMap((golden) => (golden.kind === 'message' ? [golden] : []));
      const { receipts, attachments } = channel.definition.capabilities;
      expect(messages.length).toBeGreaterThan(0);
      expect(goldens.some(({ kind }) => kind === 'receipt')).toBe(receipts !== 'none');
      expect(messages.some((message) => message.attachments.length > 0)).toBe(attachments.inbound);
      await withChannel(channel, ({ adapter }) => {
        expect(adapter.fetchMedia !== undefined).toBe(attachments.inbound);
        return Promise.resolve();
      });
    });
  });
}

async function readGolden(fixtures: URL, quirk: string): Promise<Normalised> {
  const text = await readFile(new URL(`${quirk}.expected.json`, fixtures), 'utf8');
  return (JSON.parse(text) as Golden).normalised;
}

async function normaliseRaw(
  channel: ChannelUnderTest,
  raw: Buffer,
  contentType: string,
): Promise<Normalised> {
  let normalised: Normalised | undefined;
  await withChannel(channel, async (open) => {
    const identityKey = identityKeyOf('golden');
    const envelope = { dedupeKey: dedupeKeyOf('golden'), identityKey, providerId: null };
    normalised = await understand(open, storedEnvelope({ ...envelope, contentType, raw }));
  });
  if (normalised === undefined) throw new Error('The channel was not opened');
  return normalised;
}
