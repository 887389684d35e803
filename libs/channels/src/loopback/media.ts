import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { FetchedMedia } from '#core/channel/adapter';
import { errorCodeOf } from '#core/error/error-code';

const MAX_BYTES = 20 * 1024 * 1024;
const DATA_REFERENCE = /^data:([\w.+-]+\/[\w.+-]+)?(;base64)?,/;
const SPOOL_NAME = /^\w[\w.-]{0,199}$/;

/** `data:image/png;base64,…` carries its own bytes; `spool:name` is a file in the spool's `media` folder. */
export async function fetchMedia(
  folder: string | undefined,
  reference: string,
  signal: AbortSignal,
): Promise<FetchedMedia> {
  if (reference.startsWith('data:')) return decode(reference);
  const name = reference.startsWith('spool:') ? reference.slice('spool:'.length) : '';
  if (folder === undefined || !SPOOL_NAME.test(name)) return gone('no such reference');
  return readSpooled(join(folder, 'media', name), signal);
}

function decode(reference: string): FetchedMedia {
  const [head, type, base64] = DATA_REFERENCE.exec(reference) ?? [];
  if (head === undefined) return gone('not a data reference');
  const contentType = type ?? 'text/plain';
  const body = reference.slice(head.length);
  if (base64 !== undefined)
    return { kind: 'fetched', bytes: Buffer.from(body, 'base64'), contentType };
  try {
    return { kind: 'fetched', bytes: Buffer.from(decodeURIComponent(body)), contentType };
  } catch {
    return gone('not a data reference');
  }
}

async function readSpooled(path: string, signal: AbortSignal): Promise<FetchedMedia> {
  try {
    if ((await stat(path)).size > MAX_BYTES) return gone('larger than 20 MiB');
    const bytes = await readFile(path, { signal });
    return { kind: 'fetched', bytes, contentType: 'application/octet-stream' };
  } catch (error) {
    const code = errorCodeOf(error);
    return code === 'ENOENT' ? gone('no such file') : { kind: 'unavailable', reason: code };
  }
}

function gone(reason: string): FetchedMedia {
  return { kind: 'gone', reason };
}
