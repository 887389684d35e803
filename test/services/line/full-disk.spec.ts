import { afterAll, afterEach, expect, it } from '@jest/globals';

import { removeCompiledProduct } from '../../support/compiled-product.js';
import { eventually } from '../../support/eventually.js';
import { conversationsOf, untilDrained } from '../../support/line-watch.js';
import type { LoopbackMessage } from '../../support/loopback-events.js';
import { sendOnce } from '../../support/retrying-provider.js';
import { fileSizeLimit, mountSmallDisk } from '../../support/small-disk.js';
import {
  removeTowns,
  type ServingProcess,
  TestTown,
  WEBHOOK_PATH,
} from '../../support/test-town.js';
import { expectWholeLine } from './expect-whole-line.js';

const conversations = conversationsOf(3, 40);
const isRoot = process.getuid?.() === 0;

afterEach(removeTowns);
afterAll(removeCompiledProduct);

it('answers 503 while the disk of an embedded town is full and goes on by itself when there is room', async () => {
  await (isRoot ? onSmallDisk() : underSizeLimit());
}, 600_000);

async function onSmallDisk(): Promise<void> {
  const disk = mountSmallDisk(24);
  try {
    const town = await TestTown.found({ databaseUrl: null, redisUrl: null, folder: disk.folder });
    const serving = await town.startTown();
    await expectHonestRefusals(town, serving, disk);
  } finally {
    await removeTowns();
    disk.remove();
  }
}

async function underSizeLimit(): Promise<void> {
  const town = await TestTown.found({ databaseUrl: null, redisUrl: null });
  const serving = await town.startTown({ shellPrefix: fileSizeLimit.shellPrefix(4_096) });
  const free = () => {
    fileSizeLimit.lift(serving.process.pid);
  };
  await expectHonestRefusals(town, serving, { fill: () => undefined, free });
}

/** Each conversation goes on, message after message, until one is refused; the rest comes later. */
async function expectHonestRefusals(
  town: TestTown,
  { origin, process }: ServingProcess,
  disk: { fill(): void; free(): void },
): Promise<void> {
  const send = (message: LoopbackMessage) =>
    sendOnce(origin, WEBHOOK_PATH, { ...message, text: long(message.text) }, town.secret);
  const messages = conversations.flat();
  const [first] = messages;
  if (first === undefined) throw new Error('There is nothing to send.');
  expect(await send(first)).toBe(200);
  disk.fill();
  let taken = 0;
  let status = 200;
  for (; status === 200 && taken < messages.length; taken += 1) {
    status = await send(messages[taken] ?? first);
  }
  expect(status).toBe(503);
  expect(process.hasEnded()).toBe(false);

  disk.free();
  await eventually(async () => expect(await send(first)).toBe(200));
  for (const message of messages) expect(await send(message)).toBe(200);
  const reader = town.reader();
  await untilDrained(reader);
  await reader.close();
  await process.stop();
  const told = conversations.map((part) => part.map((m) => ({ ...m, text: long(m.text) })));
  await expectWholeLine(town, told);
}

/** Long enough that the disk is soon full. */
function long(text: string): string {
  return `${text} ${'x'.repeat(20_000)}`;
}
