import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { WebhookRequest } from '#core/channel/webhook';
import type { OutboxEntryId } from '#core/identity/ids';
import { type Instant, isoFromInstant } from '#core/time/instant';

import type { ChannelSamples, OpenProvider, SampleEvent } from '../channel-samples.js';
import { signedSample } from '../standard-webhooks-sample.js';
import { openLedger } from './ledger.js';

const secret = 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD';

export const samples: ChannelSamples = {
  fixtures: new URL('./fixtures/', import.meta.url),
  wrongSettings: [
    { settings: {}, field: 'secrets' },
    { settings: { secrets: ['hunter2'] }, field: 'secrets.0' },
    { settings: { secrets: [secret], latencyMs: -1 }, field: 'latencyMs' },
    {
      settings: { secrets: [secret], failures: [{ recipientPrefix: 'x' }] },
      field: 'failures.0.outcome',
    },
  ],
  inbound: { signatureHeader: 'webhook-signature', around, body },
  open,
};

function around(rawBody: Buffer, at: Instant): WebhookRequest {
  return signedSample(rawBody, at, { secret, contentType: 'application/json' });
}

function body({ id, from, text, at }: SampleEvent): Buffer {
  return Buffer.from(JSON.stringify({ id, type: 'message', from, text, at: isoFromInstant(at) }));
}

function open(folder: string): Promise<OpenProvider> {
  const ledgerPath = join(folder, 'ledger.jsonl');
  return Promise.resolve({
    settings: { secrets: [secret], ledgerPath, spoolPath: folder },
    channelRef: 'ana',
    refusals: [
      { channelRef: 'fail-transient:ana', outcome: 'transient' },
      { channelRef: 'fail-rejected:ana', outcome: 'rejected' },
      { channelRef: 'rate-limited:ana', outcome: 'rate-limited' },
      { channelRef: 'unknown:ana', outcome: 'unknown' },
    ],
    accepted: async (key: OutboxEntryId) =>
      (await openLedger(ledgerPath).find(key)) === null ? 0 : 1,
    async deliver(event: SampleEvent) {
      const name = join(folder, `${event.id}.json`);
      await writeFile(`${name}.part`, body(event));
      await rename(`${name}.part`, name);
    },
    close: () => Promise.resolve(),
  });
}
