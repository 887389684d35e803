import { afterAll, afterEach, expect, it } from '@jest/globals';

import type { CheckpointName } from '#core/intake/checkpoint';

import { chanceFrom } from '../../support/chance.js';
import { removeCompiledProduct } from '../../support/compiled-product.js';
import { conversationsOf, untilDrained } from '../../support/line-watch.js';
import type { LoopbackMessage } from '../../support/loopback-events.js';
import { freePort } from '../../support/private-process.js';
import type { ProductProcess } from '../../support/product-process.js';
import { sendLikeAProvider } from '../../support/retrying-provider.js';
import { freshDatabase, redisUrl } from '../../support/services.js';
import { removeTowns, type StartOptions, TestTown, WEBHOOK_PATH } from '../../support/test-town.js';
import { expectWholeLine } from './expect-whole-line.js';

/** Mailboxes are polled, digests sent, calendars changed, promises watched and people paged elsewhere. */
type LineStep = Exclude<
  CheckpointName,
  `${'poll' | 'digest' | 'ladder' | 'recount' | 'watch' | 'alert' | 'page' | 'silence'}:${string}`
>;
const steps: Readonly<Record<LineStep, 'api' | 'worker'>> = {
  'accept:before-commit': 'api',
  'accept:committed': 'api',
  'register:locked': 'worker',
  'register:written': 'worker',
  'register:committed': 'worker',
  'deliver:claimed': 'worker',
  'deliver:sent': 'worker',
  'deliver:settled': 'worker',
};
const MESSAGES_EACH = 3;
const SENDERS_A_STEP = 4;

afterEach(removeTowns);
afterAll(removeCompiledProduct);

it('keeps every promise on MariaDB when the process dies at any step', async () => {
  const town = await TestTown.found({ databaseUrl: await freshDatabase(), redisUrl: redisUrl() });
  const port = await freePort();
  const api = (options: StartOptions) => town.startApi({ ...options, port });
  await survive(town, port, async (step, provide) => {
    const crashing = crashAt(step);
    const worksFirst = steps[step] === 'worker';
    const other = worksFirst ? (await api({})).process : await town.startWorker();
    const dying = worksFirst ? await town.startWorker(crashing) : (await api(crashing)).process;
    const provided = provide();
    expect(await dying.ended()).toBe('SIGKILL');
    const reborn = worksFirst ? await town.startWorker() : (await api({})).process;
    await provided;
    return [other, reborn];
  });
}, 1_200_000);

it('keeps every promise on the embedded database when the town dies at any step', async () => {
  const town = await TestTown.found({ databaseUrl: null, redisUrl: null });
  const port = await freePort();
  await survive(town, port, async (step, provide) => {
    const dying = (await town.startTown({ ...crashAt(step), port })).process;
    const provided = provide();
    expect(await dying.ended()).toBe('SIGKILL');
    const reborn = (await town.startTown({ port })).process;
    await provided;
    return [reborn];
  });
}, 1_200_000);

/** One town lives through all steps: what one death left behind meets the next. */
async function survive(
  town: TestTown,
  port: number,
  dieAndReturn: (
    step: LineStep,
    provide: () => Promise<unknown>,
  ) => Promise<readonly ProductProcess[]>,
): Promise<void> {
  const names = Object.keys(steps) as LineStep[];
  const all = conversationsOf(names.length * SENDERS_A_STEP, MESSAGES_EACH);
  const sent: LoopbackMessage[][] = [];
  for (const [index, step] of names.entries()) {
    const part = all.slice(index * SENDERS_A_STEP, (index + 1) * SENDERS_A_STEP);
    sent.push(...part);
    const running = await dieAndReturn(step, () =>
      sendLikeAProvider(part, {
        origins: [`http://127.0.0.1:${port}`],
        path: WEBHOOK_PATH,
        secret: town.secret,
        chance: chanceFrom(index),
        sentTwice: 0.2,
        thinkMs: 50,
        patienceMs: 300_000,
      }),
    );
    const reader = town.reader();
    await untilDrained(reader);
    await reader.close();
    for (const process of running) await process.stop();
    await expectWholeLine(town, sent);
  }
  await town.remove();
}

function crashAt(step: CheckpointName): StartOptions {
  return {
    preload: ['test/support/crash-at.js'],
    env: { TOWNLINE_TEST_CRASH_AT: step },
  };
}
