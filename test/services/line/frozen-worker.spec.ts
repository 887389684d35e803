import { afterAll, afterEach, expect, it } from '@jest/globals';

import { removeCompiledProduct } from '../../support/compiled-product.js';
import { eventually } from '../../support/eventually.js';
import { conversationsOf, untilDrained } from '../../support/line-watch.js';
import { sendOnce } from '../../support/retrying-provider.js';
import { freshDatabase, redisUrl } from '../../support/services.js';
import { removeTowns, TestTown, WEBHOOK_PATH } from '../../support/test-town.js';
import { expectWholeLine } from './expect-whole-line.js';

afterEach(removeTowns);
afterAll(removeCompiledProduct);

it('takes the batch from a worker that freezes in the middle of it, and lets nothing happen twice when it thaws', async () => {
  const town = await TestTown.found({ databaseUrl: await freshDatabase(), redisUrl: redisUrl() });
  const api = await town.startApi();
  const frozen = await town.startWorker({
    preload: ['test/support/crash-at.js'],
    env: {
      TOWNLINE_TEST_CRASH_AT: 'register:written',
      TOWNLINE_TEST_CRASH_SIGNAL: 'SIGSTOP',
    },
  });
  const conversations = conversationsOf(20, 2);
  for (const message of conversations.flatMap(([first]) => first ?? [])) {
    expect(await sendOnce(api.origin, WEBHOOK_PATH, message, town.secret)).toBe(200);
  }
  const reader = town.reader();
  const pending = () => reader.number('SELECT COUNT(*) FROM inbound_envelope WHERE state = 0');
  const other = await town.startWorker();
  const held = await pending();
  expect(held).toBeGreaterThan(0);

  // The server ends the frozen transaction after 15 s of silence; the rows are free again.
  await untilDrained(reader, 40_000);
  frozen.signal('SIGCONT');
  for (const message of conversations.flatMap(([, second]) => second ?? [])) {
    expect(await sendOnce(api.origin, WEBHOOK_PATH, message, town.secret)).toBe(200);
  }
  await untilDrained(reader);
  await reader.close();

  await eventually(() => expect(frozen.output()).toContain('loop_failed'));
  expect([frozen.hasEnded(), other.hasEnded()]).toEqual([false, false]);
  await expectWholeLine(town, conversations);
}, 600_000);
