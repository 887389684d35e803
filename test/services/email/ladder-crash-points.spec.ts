import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { addressKeyOf } from '#core/identity/binary-key';
import { timeOrderedIds } from '#core/identity/time-ordered-id';
import type { CheckpointName } from '#core/intake/checkpoint';
import type { Database } from '#persistence/database';

import { removeCompiledProduct } from '../../support/compiled-product.js';
import { eventually } from '../../support/eventually.js';
import { type MailSink, startMailSink } from '../../support/mail-sink.js';
import { mailSettings } from '../../support/outgoing-mail.js';
import { ProductDidNotStart } from '../../support/product-process.js';
import { sendOnce } from '../../support/retrying-provider.js';
import { freshDatabase, redisUrl } from '../../support/services.js';
import {
  removeTowns,
  TestTown,
  type TestTownOptions,
  WEBHOOK_PATH,
} from '../../support/test-town.js';
import { expectCleanLedger } from '../line/expect-whole-line.js';

const steps = [
  'deliver:claimed',
  'deliver:sent',
  'deliver:settled',
  'ladder:decided',
  'ladder:committed',
] as const satisfies readonly CheckpointName[];
type LadderStep = (typeof steps)[number];

const CITIZEN = 'gone:ana';
const MAIL = 'ana@example.org';
const loopback = { failures: [{ recipientPrefix: 'gone:', outcome: 'recipient-gone' }] };

let sink: MailSink;

beforeEach(async () => {
  sink = await startMailSink();
});
afterEach(async () => {
  await removeTowns();
  await sink.close();
});
afterAll(removeCompiledProduct);

describe('an answer that its channel refuses goes another way once', () => {
  it.each(steps)(
    'on MariaDB when the process dies at %s',
    async (step) => {
      const services = { databaseUrl: await freshDatabase(), redisUrl: redisUrl() };
      await survive(await foundTown(services), step);
    },
    240_000,
  );

  it.each(steps)(
    'on the embedded database when the process dies at %s',
    async (step) => {
      await survive(await foundTown({ databaseUrl: null, redisUrl: null }), step);
    },
    240_000,
  );
});

/** A citizen whom the first channel does not reach, and who has proved an address for mails. */
async function foundTown(
  services: Pick<TestTownOptions, 'databaseUrl' | 'redisUrl'>,
): Promise<TestTown> {
  const town = await TestTown.found({ ...services, loopback });
  await town.addAccount({
    ...{ code: 'town-mail', channel: 'email', title: 'Town mail' },
    settings: mailSettings({ port: sink.port }),
  });
  const { process, origin } = await town.startTown();
  const message = { id: 'first', from: CITIZEN, text: 'The lamp is out.' };
  expect(await sendOnce(origin, WEBHOOK_PATH, message, town.secret)).toBe(200);
  const reader = town.reader();
  await eventually(async () => {
    expect(await reader.number('SELECT COUNT(*) FROM outbox_entry WHERE state = 3')).toBe(1);
  });
  await reader.close();
  await process.stop();
  await town.withDatabase(answer);
  return town;
}

/** What the staff API would leave, while no worker runs. */
async function answer(database: Database): Promise<void> {
  const { requests, registrations, staff, clock } = database;
  const newId = timeOrderedIds(clock);
  const [summary] = await requests.stream({ open: true, after: null, limit: 1 });
  const detail = await requests.find(summary?.number ?? '');
  const member = await staff.findAdministrator();
  if (detail === null || member === null) throw new Error('The town has run.');
  const at = clock.now();
  const { id: contactId } = detail.contact;
  const point = { id: newId<'ContactPoint'>(), contactId, kind: 'email', address: MAIL };
  const addressKey = addressKeyOf('email', MAIL);
  await registrations.transaction((transaction) =>
    transaction.insertContactPoints([{ ...point, addressKey, verifiedAt: at, createdAt: at }]),
  );
  await requests.change(detail.number, async (transaction, request) => {
    const messageId = newId<'Message'>();
    const said = { requestId: request.id, staffId: member.id, channelRef: request.channelRef };
    await transaction.insertMessage({
      ...{ ...said, id: messageId, envelopeId: null, direction: 'outbound', contactPointId: null },
      ...{ text: 'It is mended.', externalId: null, automatic: false },
      ...{ occurredAt: at, receivedAt: at },
    });
    const { channelAccountId, contactPointId, number: requestNumber } = request;
    await transaction.insertOutbox({
      ...{ ...said, id: newId<'OutboxEntry'>(), messageId, channelAccountId, contactPointId },
      ...{ kind: 'reply', body: 'It is mended.', requestNumber, dueAt: at, createdAt: at },
    });
  });
}

async function survive(town: TestTown, step: LadderStep): Promise<void> {
  expect(await deathOf(town, step)).toBe('SIGKILL');
  const { process: reborn } = await town.startTown();
  const reader = town.reader();
  await eventually(async () => {
    const ways = await reader.rows<object>(
      "SELECT rung, state, refusal FROM outbox_entry WHERE kind = 'reply' ORDER BY rung",
    );
    expect(ways).toEqual([
      { rung: 0, state: 3, refusal: 'recipient-gone' },
      { rung: 1, state: 2, refusal: null },
    ]);
  });
  expect(sink.mails.map(({ to }) => to)).toEqual([[MAIL]]);
  expect(
    await reader.number("SELECT COUNT(*) FROM audit_entry WHERE action = 'message.laddered'"),
  ).toBe(1);
  expect(await reader.number("SELECT COUNT(*) FROM sla_clock WHERE state <> 'met'")).toBe(0);
  expect(await reader.number('SELECT COUNT(*) FROM undelivered')).toBe(0);
  await reader.close();
  await reborn.stop();
  await expectCleanLedger(town);
}

/** It may die before it has answered once. */
async function deathOf(town: TestTown, step: LadderStep): Promise<unknown> {
  const preload = ['test/support/crash-at.js'];
  try {
    const started = await town.startTown({ preload, env: { TOWNLINE_TEST_CRASH_AT: step } });
    return await started.process.ended();
  } catch (error) {
    if (error instanceof ProductDidNotStart) return error.endedBy;
    throw error;
  }
}
