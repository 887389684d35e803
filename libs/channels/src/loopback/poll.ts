import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Polled } from '#core/channel/adapter';
import type { InboundEnvelope } from '#core/channel/envelope';
import { dedupeKeyOf, identityKeyOf } from '#core/identity/binary-key';
import type { ChannelAccountId } from '#core/identity/ids';

import { cutIntoEnvelopes } from './envelopes.js';

const FILES_AT_ONCE = 100;

/**
 * Takes in the spool folder's `*.json` files in the order of their names; the cursor is the last
 * name taken. Writers use names that grow (a time-ordered id) and rename the finished file into
 * place. What lies there at the first poll is left alone: a new account starts at now.
 */
export async function poll(
  folder: string,
  account: ChannelAccountId,
  cursor: string | null,
  signal: AbortSignal,
): Promise<Polled> {
  const names = await spooledNames(folder);
  if (cursor === null) return { envelopes: [], cursor: names.at(-1) ?? '', more: false };
  const waiting = names.filter((name) => name > cursor);
  const envelopes: InboundEnvelope[] = [];
  let taken = cursor;
  for (const name of waiting.slice(0, FILES_AT_ONCE)) {
    if (signal.aborted) break;
    envelopes.push(...cut(await readFile(join(folder, name)), account, name));
    taken = name;
  }
  return { envelopes, cursor: taken, more: waiting.length > FILES_AT_ONCE };
}

async function spooledNames(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
    .map(({ name }) => name)
    .sort();
}

/** There is nobody to refuse a file to: one that cannot be cut is kept whole, as one event. */
function cut(bytes: Buffer, account: ChannelAccountId, name: string): readonly InboundEnvelope[] {
  const parts = cutIntoEnvelopes(bytes, account, name);
  if (parts.kind === 'cut') return parts.envelopes;
  const whole = {
    dedupeKey: dedupeKeyOf(account, 'file', name, bytes),
    identityKey: identityKeyOf(account, 'file', name),
    providerId: null,
    contentType: 'application/json',
    raw: bytes,
  };
  return [whole];
}
