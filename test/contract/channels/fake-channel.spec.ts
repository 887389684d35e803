import type { ChannelSamples } from '#channels/channel-samples';

import { fakeChannel } from '../../support/channel-fake.js';
import { channelContract } from './channel-contract.js';

const token = 'a token of the fake';
const fake = fakeChannel();

const samples: ChannelSamples = {
  fixtures: new URL('./fixtures/', import.meta.url),
  wrongSettings: [{ settings: { token: 'short' }, field: 'token' }],
  inbound: {
    // What it checks is a token, not a signature over the body: no forgery of the body is noticed.
    signatureHeader: null,
    around: (rawBody, receivedAt) => ({
      method: 'POST',
      query: '',
      headers: { 'fake-token': token },
      rawBody,
      receivedAt,
    }),
    body: ({ id, from, text }) => Buffer.from(JSON.stringify({ id, from, text })),
  },
  open: () =>
    Promise.resolve({
      settings: { token },
      channelRef: 'ana',
      refusals: [],
      accepted: (key) =>
        Promise.resolve(fake.accepted.filter((held) => held.idempotencyKey === key).length),
      close: () => Promise.resolve(),
    }),
};

channelContract({ definition: fake.definition, samples });
