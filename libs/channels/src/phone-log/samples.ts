import type { ChannelSamples } from '../channel-samples.js';

export const samples: ChannelSamples = {
  fixtures: new URL('./fixtures/', import.meta.url),
  wrongSettings: [{ settings: { phoneCountry: 'Atlantis' }, field: 'phoneCountry' }],
  inbound: null,
  open: () =>
    Promise.resolve({
      settings: {},
      channelRef: '8f14e45fceea167a5a36dedd4bea2543',
      refusals: [],
      accepted: () => Promise.resolve(0),
      close: () => Promise.resolve(),
    }),
};
