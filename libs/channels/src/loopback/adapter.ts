import type { ChannelAdapter } from '#core/channel/adapter';
import type { ChannelTools } from '#core/channel/definition';
import type { ChannelAccountId } from '#core/identity/ids';

import { signingKeys } from '../standard-webhooks.js';
import { check } from './check.js';
import { openLedger } from './ledger.js';
import { maintain } from './maintain.js';
import { fetchMedia } from './media.js';
import { normalise } from './normalise.js';
import { poll } from './poll.js';
import { receive } from './receive.js';
import { findSent, send } from './send.js';
import type { LoopbackSettings } from './settings.js';
import { watch } from './watch.js';

export function createAdapter(settings: LoopbackSettings, tools: ChannelTools): ChannelAdapter {
  const { account, log } = tools;
  const { spoolPath, ledgerPath, secrets } = settings;
  const keys = signingKeys(secrets);
  const ledger = openLedger(ledgerPath);
  const sending = { ...tools, settings, ledger };
  return {
    receive: (request) => Promise.resolve(receive(request, account.id, keys)),
    normalise,
    ...(spoolPath !== undefined && spoolFunctions(spoolPath, account.id)),
    fetchMedia: (reference, signal) => fetchMedia(spoolPath, reference, signal),
    send: (delivery, signal) => send(sending, delivery, signal),
    findSent: (delivery) => findSent(ledger, delivery),
    check: () => check(settings),
    maintain: () => maintain(settings, log),
    close: () => ledger.close(),
  };
}

/** An account without a spool folder is not polled. */
function spoolFunctions(
  spoolPath: string,
  account: ChannelAccountId,
): Pick<ChannelAdapter, 'poll' | 'watch'> {
  return {
    poll: (cursor, signal) => poll(spoolPath, account, cursor, signal),
    watch: (ring, signal) => watch(spoolPath, ring, signal),
  };
}
