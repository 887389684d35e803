import { createHash } from 'node:crypto';
import { PassThrough } from 'node:stream';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';

import { dedupeKeyOf, identityKeyOf, laneOf } from '#core/identity/binary-key';
import type { ChannelAccountId } from '#core/identity/ids';
import type { NewEnvelope } from '#core/intake/envelope-store';
import { addMilliseconds, DAY, HOUR, type Instant } from '#core/time/instant';
import type { Database } from '#wiring/database/database';
import { DATABASE } from '#wiring/tokens';

import { commandsFor } from '../../apps/cli/src/commands/all-commands.js';
import { processContext } from '../../apps/cli/src/process-context.js';
import { townline } from '../../apps/cli/src/townline.js';
import { messageBody, newLoopbackSecret } from '../support/loopback-events.js';
import { RunningTown } from '../support/running-town.js';
import { StaffClient, until, writeFrom } from '../support/town-client.js';

/** So long that at least two usual days lie in it, whatever holidays the calendar has. */
const SILENT_FOR = 6 * DAY;
const DAYS = 20;
const A_DAY = 24;

describe('An account that falls silent', () => {
  const secret = newLoopbackSecret();
  let town: RunningTown;
  let staff: StaffClient;
  const accounts = async () => {
    const { body } = await staff.call<{ readonly accounts: readonly ShownAccount[] }>(
      'GET',
      '/channel-accounts',
    );
    return body.accounts;
  };
  const metrics = () => town.running.get(Registry).metrics();
  const outside = async () => (await accounts()).find(({ code }) => code === 'outside');

  beforeAll(async () => {
    town = await RunningTown.found({
      settings: {
        TOWNLINE_SANDBOX: '0',
        TOWNLINE_SILENCE_INTERVAL: '50ms',
        TOWNLINE_SILENCE_SETTLE: '20ms',
      },
    });
    staff = new StaffClient(town);
    await staff.addLoopback({}, secret);
  });
  afterAll(() => town.remove());

  it('is learned first', async () => {
    expect(await outside()).toMatchObject({ lastArrivalAt: null, silence: 'learning' });
    await writeHistory(town);
  });

  it('is shown with its last message, to the command line too', async () => {
    const silent = await until(outside, (account) => account?.silence === 'abnormal');
    expect(Date.now() - Date.parse(silent?.lastArrivalAt ?? '')).toBeGreaterThan(SILENT_FOR);
    const streams = { input: new PassThrough(), output: new PassThrough() };
    const environment = { TOWNLINE_DATA_DIR: town.folder, INIT_CWD: town.folder };
    const context = processContext(environment, streams);
    const { output } = await townline(await commandsFor('channel'), ['channel', 'list'], context);
    expect(output).toMatch(/outside +loopback +working +.* +ABNORMAL +- +Outside/);
  });

  it('is one alarm, and a figure for those who watch the town from outside', async () => {
    const counted = 'townline_account_silent_total{account="outside"} 1\n';
    const shown = await until(metrics, (text) => text.includes(counted));
    expect(shown).toContain(counted);
    const expected = /townline_account_silence_expected\{account="outside"\} (\d+)/.exec(shown);
    expect(Number(expected?.[1])).toBeGreaterThan(24);
  });

  it('is heard again with the next message', async () => {
    expect(await writeFrom(town, secret, { id: 'back', from: 'ana', text: 'Hello?' })).toBe(200);
    const heard = await until(outside, (account) => account?.silence === 'normal');
    expect(Date.now() - Date.parse(heard?.lastArrivalAt ?? '')).toBeLessThan(HOUR);
    const counted = 'townline_account_heard_again_total{account="outside"} 1\n';
    expect(await until(metrics, (shown) => shown.includes(counted))).toContain(counted);
  });

  it('is judged no more once it is switched off', async () => {
    await staff.call('PATCH', '/channel-accounts/outside', { enabled: false });
    expect(await outside()).toMatchObject({ state: 'disabled', silence: null });
  });
});

interface ShownAccount {
  readonly code: string;
  readonly state: string;
  readonly lastArrivalAt: string | null;
  readonly silence: string | null;
}

/** A message an hour for twenty days, and then none. */
async function writeHistory(town: RunningTown): Promise<void> {
  const { envelopes, accounts, clock } = town.running.get<Database>(DATABASE);
  const account = (await accounts.list()).find(({ code }) => code === 'outside');
  if (account === undefined) throw new Error('The account was not added.');
  const last = addMilliseconds(clock.now(), -SILENT_FOR - HOUR);
  const rows = Array.from({ length: DAYS * A_DAY }, (_, index) =>
    envelopeAt(account.id, addMilliseconds(last, (index - DAYS * A_DAY + 1) * HOUR)),
  );
  // At once: a count between two parts would take the first part's end for a silence.
  await envelopes.insert(rows);
}

function envelopeAt(channelAccountId: ChannelAccountId, receivedAt: Instant): NewEnvelope {
  const id = `past-${String(receivedAt)}`;
  const raw = messageBody({ id, from: 'past', text: `Once more at ${String(receivedAt)}.` });
  const identityKey = identityKeyOf(channelAccountId, 'past');
  return {
    channelAccountId,
    dedupeKey: dedupeKeyOf(channelAccountId, id),
    identityKey,
    lane: laneOf(identityKey),
    providerId: id,
    contentType: 'application/json',
    raw,
    rawSha256: createHash('sha256').update(raw).digest(),
    requestSha256: null,
    receivedAt,
  };
}
