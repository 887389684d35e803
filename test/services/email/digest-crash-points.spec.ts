import { afterAll, afterEach, beforeEach, expect, it } from '@jest/globals';

import { removeCompiledProduct } from '../../support/compiled-product.js';
import { writeSigned } from '../../support/email/signed-mail.js';
import { eventually } from '../../support/eventually.js';
import { type MailSink, startMailSink } from '../../support/mail-sink.js';
import { mailSettings } from '../../support/outgoing-mail.js';
import { freshDatabase, redisUrl } from '../../support/services.js';
import { removeTowns, TestTown } from '../../support/test-town.js';
import { expectCleanLedger } from '../line/expect-whole-line.js';

const settings = { TOWNLINE_DIGEST_AFTER: '3s', TOWNLINE_DIGEST_INTERVAL: '200ms' };
const MAILS = 8;

let sink: MailSink;

beforeEach(async () => {
  sink = await startMailSink();
});
afterEach(async () => {
  await removeTowns();
  await sink.close();
});
afterAll(removeCompiledProduct);

it.each(['digest:written', 'digest:committed'])(
  'tells every number once on MariaDB when the process dies at %s',
  async (step) => {
    const services = { databaseUrl: await freshDatabase(), redisUrl: redisUrl() };
    await survive(await TestTown.found({ ...services, settings }), step);
  },
  240_000,
);

it.each(['digest:written', 'digest:committed'])(
  'tells every number once on the embedded database when the process dies at %s',
  async (step) => {
    await survive(await TestTown.found({ databaseUrl: null, redisUrl: null, settings }), step);
  },
  240_000,
);

async function survive(town: TestTown, step: string): Promise<void> {
  await town.addAccount({
    ...{ code: 'town-mail', channel: 'email', title: 'Town mail' },
    settings: mailSettings({ port: sink.port }),
  });
  const crashing = {
    preload: ['test/support/crash-at.js'],
    env: { TOWNLINE_TEST_CRASH_AT: step },
  };
  const { process: dying, origin } = await town.startTown(crashing);
  for (let count = 0; count < MAILS; count += 1) {
    await writeSigned(`${origin}/webhooks/town-mail`, 'ana@example.org', `Pothole ${count}`);
  }
  expect(await dying.ended()).toBe('SIGKILL');
  const { process: reborn } = await town.startTown();
  await eventually(() => expect(toldIn(sink)).toHaveLength(MAILS), 60_000);
  await reborn.stop();
  expect(new Set(toldIn(sink)).size).toBe(MAILS);
  expect(sink.mails).toHaveLength(6);
  await expectCleanLedger(town);
}

/** The numbers that the mails name, each once a mail. */
function toldIn({ mails }: MailSink): readonly string[] {
  return mails.flatMap(({ raw }) => [
    ...new Set(raw.toString('latin1').match(/(?<=number is |^)FM\d\d-\d{6}-\d/gm)),
  ]);
}
