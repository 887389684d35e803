import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import {
  channelDelivery,
  channelTestTime,
  channelTools,
} from '../../../../test/support/channel-tools.js';
import { createAdapter } from './adapter.js';
import { loopbackSettings } from './settings.js';

const secrets = ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'];
const goOn = new AbortController().signal;
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'townline-ledger-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('sending on the loopback channel', () => {
  it('writes one line for every arrival, without the words', async () => {
    const ledgerPath = join(folder, 'ledger.jsonl');
    const adapter = adapterOf({ ledgerPath });
    const delivery = channelDelivery({ channelRef: 'ana', text: 'Secret words' });
    await adapter.send(delivery, goOn);
    await adapter.send({ ...delivery, attempt: 2 }, goOn);
    const ledger = await readFile(ledgerPath, 'utf8');
    const lines = ledger
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    const { idempotencyKey } = delivery;
    expect(lines).toMatchObject([
      { idempotencyKey, attempt: 1, channelRef: 'ana', at: channelTestTime },
      { idempotencyKey, attempt: 2, channelRef: 'ana' },
    ]);
    expect(ledger).not.toContain('Secret');
  });

  it('is found by another process that has the same ledger', async () => {
    const ledgerPath = join(folder, 'ledger.jsonl');
    const delivery = channelDelivery({ channelRef: 'unknown:ana' });
    expect((await adapterOf({ ledgerPath }).send(delivery, goOn)).kind).toBe('unknown');
    const found = await adapterOf({ ledgerPath }).findSent?.(delivery, goOn);
    expect(found).toEqual({ kind: 'found', providerId: `loopback-${delivery.idempotencyKey}` });
  });

  it('needs no file: without one it remembers in memory', async () => {
    const adapter = adapterOf({});
    const delivery = channelDelivery();
    expect(await adapter.findSent?.(delivery, goOn)).toEqual({ kind: 'absent' });
    await adapter.send(delivery, goOn);
    expect((await adapter.findSent?.(delivery, goOn))?.kind).toBe('found');
  });

  it('has not sent what it cannot write down', async () => {
    const adapter = adapterOf({ ledgerPath: join(folder, 'missing', 'ledger.jsonl') });
    const outcome = await adapter.send(channelDelivery(), goOn);
    expect(outcome).toMatchObject({ kind: 'not-sent', failure: { kind: 'transient' } });
  });

  it('cannot say whether it sent when the ledger cannot be read', async () => {
    const adapter = adapterOf({ ledgerPath: folder });
    expect((await adapter.findSent?.(channelDelivery(), goOn))?.kind).toBe('unavailable');
  });

  it('fails the first attempts only, where a rule says so', async () => {
    const adapter = adapterOf({
      failures: [{ recipientPrefix: 'flaky:', outcome: 'transient', attempts: 2 }],
    });
    const delivery = channelDelivery({ channelRef: 'flaky:ana' });
    const kinds: string[] = [];
    for (const attempt of [1, 2, 3]) {
      kinds.push((await adapter.send({ ...delivery, attempt }, goOn)).kind);
    }
    expect(kinds).toEqual(['not-sent', 'not-sent', 'sent']);
  });

  it('tells a rate-limited sender when to come back', async () => {
    const adapter = adapterOf({ retryAfterMs: 5_000 });
    const outcome = await adapter.send(channelDelivery({ channelRef: 'rate-limited:ana' }), goOn);
    expect(outcome).toMatchObject({ failure: { retryAt: channelTestTime + 5_000 } });
  });

  it('takes as long as it is told, and sends nothing when it is cut off meanwhile', async () => {
    const adapter = adapterOf({ latencyMs: 10_000 });
    const delivery = channelDelivery();
    const outcome = await adapter.send(delivery, AbortSignal.timeout(20));
    expect(outcome).toMatchObject({ kind: 'not-sent', failure: { kind: 'transient' } });
    expect(await adapter.findSent?.(delivery, goOn)).toEqual({ kind: 'absent' });
  });
});

function adapterOf(settings: object) {
  return createAdapter(loopbackSettings.parse({ secrets, ...settings }), channelTools());
}
