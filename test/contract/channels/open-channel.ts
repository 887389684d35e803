import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ChannelSamples, InboundSamples, OpenProvider } from '#channels/channel-samples';
import type { ChannelAdapter } from '#core/channel/adapter';
import type { ChannelDefinition } from '#core/channel/definition';
import type { StoredEnvelope } from '#core/channel/envelope';
import type { Normalised } from '#core/channel/normalised';
import type { WebhookRequest } from '#core/channel/webhook';
import { addMilliseconds, SECOND } from '#core/time/instant';

import { channelTestTime, channelTools, type RecordingTools } from '../../support/channel-tools.js';

export interface ChannelUnderTest {
  readonly definition: ChannelDefinition;
  readonly samples: ChannelSamples;
}

export interface OpenChannel {
  readonly adapter: ChannelAdapter;
  readonly provider: OpenProvider;
  readonly tools: RecordingTools;
}

/** Runs a test with an account at an open provider, in a folder of its own. */
export async function withChannel(
  { definition, samples }: ChannelUnderTest,
  test: (open: OpenChannel) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'townline-channel-'));
  const provider = await samples.open(folder);
  const tools = channelTools(definition.code);
  const adapter = definition.create(definition.settings.parse(provider.settings), tools);
  try {
    await test({ adapter, provider, tools });
  } finally {
    await adapter.close?.();
    await provider.close();
    await rm(folder, { recursive: true });
  }
}

/** What the channel says about an envelope, parsed before where it parses. */
export async function understand(
  { adapter }: OpenChannel,
  envelope: StoredEnvelope,
): Promise<Normalised> {
  const parsed = await adapter.parse?.(envelope, new AbortController().signal);
  return adapter.normalise(envelope, parsed);
}

/** A genuine request with one event. */
export function eventRequest(
  inbound: InboundSamples,
  open: OpenChannel,
  event: { readonly id: string; readonly from: string; readonly text?: string },
): WebhookRequest {
  const at = addMilliseconds(channelTestTime, -SECOND);
  const body = inbound.body(
    { text: 'The hydrant on Mill Street leaks.', ...event, at },
    open.tools,
  );
  return inbound.around(body, channelTestTime);
}

export function receiveOf({ adapter }: OpenChannel): NonNullable<ChannelAdapter['receive']> {
  if (adapter.receive === undefined) throw new Error('The samples have requests: add `receive`.');
  return adapter.receive.bind(adapter);
}
