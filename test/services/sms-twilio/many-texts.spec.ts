import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';

import { SampleProvider } from '../../../libs/channels/src/sms-twilio/sample-provider.js';
import { removeCompiledProduct } from '../../support/compiled-product.js';
import type { DatabaseReader } from '../../support/database-reader.js';
import { eventually } from '../../support/eventually.js';
import { untilDrained } from '../../support/line-watch.js';
import { freshDatabase, redisUrl } from '../../support/services.js';
import {
  bringText,
  numberOfCitizen,
  textingAccount,
} from '../../support/sms-twilio/signed-texts.js';
import { removeTowns, TestTown } from '../../support/test-town.js';
import { expectCleanLedger } from '../line/expect-whole-line.js';

let provider: SampleProvider;

beforeAll(async () => {
  const { accountSid, publicUrl } = textingAccount;
  provider = await SampleProvider.open(accountSid, `${publicUrl}/webhooks/sms`);
});
afterEach(removeTowns);
afterAll(async () => {
  await provider.close();
  await removeCompiledProduct();
});

it('makes one request of ten texts of a new number within 50 ms, in the order in which they came', async () => {
  const { town, origins } = await townWithTwoDoors();
  const bodies = Array.from({ length: 10 }, (_, index) => `Part ${index} of my report`);
  const statuses = await Promise.all(
    bodies.map((body, index) =>
      bringText(origins[index % 2] ?? '', 'sms', {
        ...{ id: `burst ${index}`, from: numberOfCitizen(0), body },
      }),
    ),
  );
  expect(statuses).toEqual(bodies.map(() => 200));
  const reader = town.reader();
  await untilDrained(reader);
  expect(await reader.number('SELECT COUNT(*) FROM service_request')).toBe(1);
  const heard = await inboundOf(reader);
  expect(heard.toSorted()).toEqual(bodies);
  expect(await shownTexts(town, origins[0] ?? '')).toEqual(heard);
  await reader.close();
  await expectCleanLedger(town);
}, 600_000);

it('takes a thousand senders at once: none is lost, none counted twice, each is told once', async () => {
  const { town, origins } = await townWithTwoDoors();
  const senders = Array.from({ length: 1_000 }, (_, index) => numberOfCitizen(1_000 + index));
  const bring = async (from: string, index: number): Promise<number> => {
    const text = { id: `storm ${index}`, from, body: `No water at house ${index}` };
    // Above what it can take the town says 503, and the provider calls again.
    for (let tries = 1; ; tries += 1) {
      const status = await bringText(origins[(index + tries) % 2] ?? '', 'sms', text);
      if (status !== 503 || tries === 50) return status;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const statuses = await Promise.all(senders.map(bring));
  expect(statuses.filter((status) => status !== 200)).toEqual([]);
  const again = await Promise.all(senders.slice(0, 100).map(bring));
  expect(again.filter((status) => status !== 200)).toEqual([]);

  const reader = town.reader();
  await untilDrained(reader, 240_000);
  expect(await reader.number('SELECT COUNT(*) FROM inbound_envelope')).toBe(1_000);
  expect(await reader.number('SELECT COUNT(*) FROM service_request')).toBe(1_000);
  expect(new Set(await inboundOf(reader)).size).toBe(1_000);
  await eventually(() => expect(textsTo(senders).length).toBeGreaterThanOrEqual(1_000), 240_000);
  expect(new Set(textsTo(senders)).size).toBe(textsTo(senders).length);
  await reader.close();
  await expectCleanLedger(town);
}, 600_000);

async function townWithTwoDoors() {
  const town = await TestTown.found({
    databaseUrl: await freshDatabase(),
    redisUrl: redisUrl(),
    settings: {
      ...{ TOWNLINE_SEND_TIMEOUT: '10s', TOWNLINE_SEND_LEASE: '30s' },
      // The senders' numbers are one block, as no real ones are.
      TOWNLINE_ACKNOWLEDGE_PREFIX_MOST: '2000',
    },
  });
  const settings = { ...textingAccount, apiBaseUrl: provider.origin };
  await town.addAccount({ code: 'sms', channel: 'sms-twilio', title: 'Texts', settings });
  const apis = await Promise.all([town.startApi(), town.startApi()]);
  await Promise.all([town.startWorker(), town.startWorker()]);
  return { town, origins: apis.map(({ origin }) => origin) };
}

/** In the order in which the doors were knocked at. */
async function inboundOf(reader: DatabaseReader): Promise<readonly string[]> {
  const rows = await reader.rows<{ readonly text: string }>(
    'SELECT m.text FROM message m JOIN inbound_envelope e ON e.id = m.envelopeId ORDER BY e.receivedAt, e.id',
  );
  return rows.map(({ text }) => text);
}

/** What a person sees of the only request. */
async function shownTexts(town: TestTown, origin: string): Promise<readonly string[]> {
  const staff = await readFile(join(town.folder, 'staff.json'), 'utf8');
  const { key } = JSON.parse(staff) as { readonly key: string };
  const ask = async <Body>(path: string) => {
    const headers = { authorization: `Bearer ${key}` };
    return (await (await fetch(`${origin}/api/v1${path}`, { headers })).json()) as Body;
  };
  const { requests } = await ask<{ readonly requests: readonly { readonly number: string }[] }>(
    '/requests?status=open',
  );
  const { timeline } = await ask<{
    readonly timeline: readonly { readonly direction: string; readonly text: string }[];
  }>(`/requests/${requests[0]?.number ?? ''}`);
  return timeline.flatMap(({ direction, text }) => (direction === 'inbound' ? [text] : []));
}

function textsTo(numbers: readonly string[]): string[] {
  const wanted = new Set(numbers);
  return provider.held
    .filter(({ direction, to }) => direction === 'outbound-api' && wanted.has(to))
    .map(({ to }) => to);
}
