import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import type { CheckpointName } from '#core/intake/checkpoint';

import { removeCompiledProduct } from '../../support/compiled-product.js';
import { writeSigned } from '../../support/email/signed-mail.js';
import { addressOf, foundWatchedTown } from '../../support/email/watched-town.js';
import { eventually } from '../../support/eventually.js';
import { type MailSink, startMailSink } from '../../support/mail-sink.js';
import { mailSettings } from '../../support/outgoing-mail.js';
import { freePort } from '../../support/private-process.js';
import { freshDatabase, redisUrl } from '../../support/services.js';
import { removeTowns, type TestTown } from '../../support/test-town.js';

type AlertStepName = Extract<CheckpointName, `alert:${string}`>;
const steps: readonly AlertStepName[] = ['alert:decided', 'alert:committed'];

let sink: MailSink;

beforeEach(async () => {
  sink = await startMailSink();
});
afterEach(async () => {
  await removeTowns();
  await sink.close();
});
afterAll(removeCompiledProduct);

describe('a page whose provider is down leaves by the next account, once', () => {
  it.each(steps)(
    'on MariaDB when the process dies at %s',
    async (step) => survive({ databaseUrl: await freshDatabase(), redisUrl: redisUrl() }, step),
    240_000,
  );

  it.each(steps)(
    'on the embedded database when the process dies at %s',
    (step) => survive({ databaseUrl: null, redisUrl: null }, step),
    240_000,
  );
});

async function survive(
  services: Parameters<typeof foundWatchedTown>[0],
  step: AlertStepName,
): Promise<void> {
  const town = await foundWatchedTown(services, sink);
  await town.addAccount({
    // Comes first of the two, and nobody listens there.
    ...{ code: 'a-mail', channel: 'email', title: 'Mail that is down' },
    settings: mailSettings({ port: await freePort() }),
  });
  const preload = ['test/support/crash-at.js'];
  const dying = await town.startTown({ preload, env: { TOWNLINE_TEST_CRASH_AT: step } });
  await writeSigned(
    `${dying.origin}/webhooks/town-mail`,
    'ana@example.org',
    'Sewage in the street!',
  );
  expect(await dying.process.ended()).toBe('SIGKILL');
  const { process: reborn } = await town.startTown();
  await eventually(() => {
    expect(pagesTo('Ruth') + pagesTo('Ada')).toBe(2);
  });
  await expectOneMessageEachWay(town);
  await reborn.stop();
  expect([pagesTo('Ruth'), pagesTo('Ada')]).toEqual([1, 1]);
}

async function expectOneMessageEachWay(town: TestTown): Promise<void> {
  const reader = town.reader();
  await eventually(async () => {
    const alerts = await reader.rows<object>(
      "SELECT state, transport FROM alert WHERE kind = 'page' ORDER BY id",
    );
    expect(alerts).toEqual([
      { state: 'sent', transport: 1 },
      { state: 'sent', transport: 1 },
    ]);
  });
  const entries = await reader.rows<object>(
    'SELECT a.code, COUNT(*) AS pages FROM outbox_entry o JOIN channel_account a ' +
      "ON a.id = o.channelAccountId WHERE o.kind = 'emergency-page' GROUP BY a.code ORDER BY a.code",
  );
  expect(entries.map((row) => ({ ...row }))).toEqual([
    { code: 'a-mail', pages: 2 },
    { code: 'town-mail', pages: 2 },
  ]);
  await reader.close();
}

/** Pages are told from what else is sent to them by their first word. */
function pagesTo(name: Parameters<typeof addressOf>[0]): number {
  const theirs = sink.mails.filter(({ to }) => to.includes(addressOf(name)));
  return theirs.filter((mail) => mail.raw.includes('EMERGENCY')).length;
}
