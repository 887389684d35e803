import type { ChannelAdapter, ChannelHealth } from '#core/channel/adapter';
import type { ChannelTools } from '#core/channel/definition';

import { signingKeys } from '../standard-webhooks.js';
import { addressTo } from './address-to.js';
import { checkIncoming } from './check-incoming.js';
import { checkOutgoing } from './check-outgoing.js';
import { canFindSent, findSent } from './find-sent.js';
import type { IncomingParts } from './mailbox/incoming-parts.js';
import { closeIncoming } from './mailbox/mailbox-session.js';
import { fetchMedia } from './media.js';
import { normalise } from './normalise.js';
import { OutgoingMail } from './outgoing/transport.js';
import { parse } from './parse.js';
import { sharedMailParser } from './parsing/mail-parser.js';
import { poll } from './poll.js';
import { receive } from './receive.js';
import { send } from './send.js';
import { DnsAnswers, type ResolveName, systemResolver } from './sender-check/dns-answers.js';
import type { EmailSettings } from './settings.js';
import { watch } from './watch.js';

/** @param resolve asks the DNS about senders. */
export function createAdapter(
  settings: EmailSettings,
  tools: ChannelTools,
  resolve: ResolveName = systemResolver(),
): ChannelAdapter {
  const { account, clock, log } = tools;
  const { incoming, inboundSecrets } = settings;
  const keys = signingKeys(inboundSecrets);
  const transport = new OutgoingMail(settings, tools);
  const outgoing = { settings, tools, transport };
  const parsing = {
    settings,
    parser: sharedMailParser(),
    dns: new DnsAnswers(resolve, clock),
    log,
  };
  const mailboxes = incoming === undefined ? null : { settings, incoming, tools };
  return {
    ...(keys.length > 0 && {
      receive: (request) => Promise.resolve(receive(request, account.id, keys)),
    }),
    ...(mailboxes !== null && mailboxFunctions(mailboxes)),
    parse: (envelope, signal) => parse(parsing, envelope, signal),
    normalise: (envelope, parsed) => normalise(envelope, parsed, { settings }),
    fetchMedia: (reference, signal, raw) => fetchMedia(sharedMailParser(), reference, signal, raw),
    addressTo: (recipient, subject) => addressTo(recipient, subject),
    send: (delivery, signal) => send(outgoing, delivery, signal),
    ...(canFindSent(settings) && {
      findSent: (delivery, signal) => findSent(outgoing, delivery, signal),
    }),
    check: async (signal) => {
      const steps = [
        ...(mailboxes === null ? [] : await checkIncoming(mailboxes, signal)),
        ...(await checkOutgoing(outgoing, signal)),
      ];
      return healthOf(steps);
    },
    close: async () => {
      if (mailboxes !== null) closeIncoming(mailboxes);
      await transport.close();
    },
  };
}

/** An account whose mail is posted to it reads no mailbox. */
function mailboxFunctions(parts: IncomingParts): Pick<ChannelAdapter, 'poll' | 'watch'> {
  return {
    poll: (cursor, signal) => poll(parts, cursor, signal),
    watch: (ring, signal) => watch(parts, ring, signal),
  };
}

function healthOf(steps: ChannelHealth['steps']): ChannelHealth {
  return { healthy: steps.every(({ passed }) => passed), steps };
}
