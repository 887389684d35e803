import type { ChannelSamples } from '#channels/channel-samples';
import { channels } from '#channels/registration';

import { channelContract } from './channel-contract.js';

/** Every line of the registration list; a channel lies in the folder named by its code. */
for (const definition of channels) {
  const path = `../../../libs/channels/src/${definition.code}/samples.ts`;
  const { samples } = (await import(path)) as { samples: ChannelSamples };
  channelContract({ definition, samples });
}
