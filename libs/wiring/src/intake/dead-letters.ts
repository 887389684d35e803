import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';

import type { NewEnvelope } from '#core/intake/envelope-store';
import { isoFromInstant } from '#core/time/instant';

/**
 * Keeps a message that the database refuses, for people: its bytes in one file, what is known about
 * it in another beside it. Both are synced before the sender is answered.
 */
export async function keepDeadLetter(
  dataFolder: string,
  row: NewEnvelope,
  reason: string,
): Promise<void> {
  const folder = join(dataFolder, 'dead-letters');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const name = row.dedupeKey.toString('hex');
  const facts = {
    channelAccountId: row.channelAccountId,
    contentType: row.contentType,
    receivedAt: isoFromInstant(row.receivedAt),
    rawSha256: row.rawSha256.toString('hex'),
    bytes: row.raw === null ? 'in the file store under rawSha256' : `${name}.raw`,
    reason,
  };
  if (row.raw !== null) await writeSynced(join(folder, `${name}.raw`), row.raw);
  await writeSynced(join(folder, `${name}.json`), JSON.stringify(facts, null, 2));
}

async function writeSynced(path: string, content: string | Buffer): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}
