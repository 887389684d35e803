import type { ChannelHealth } from '#core/channel/adapter';
import type { ChannelTools } from '#core/channel/definition';

import { signIn } from '../mailbox/connect-mailbox.js';
import { imapErrorCode, SignInRefused } from '../mailbox/mailbox-errors.js';
import { examine } from '../mailbox/open-mailbox.js';
import type { EmailSettings } from '../settings.js';

type Step = ChannelHealth['steps'][number];

const step = 'outgoing: journal';
const KEPT = 'Lost answers are looked up there. The relay must put a copy of all it takes into it.';

/** Whether the answers that get lost can be looked up. */
export async function checkJournal(
  settings: EmailSettings,
  tools: ChannelTools,
  signal: AbortSignal,
): Promise<Step> {
  const { incoming, outgoing } = settings;
  const { journal } = outgoing;
  if (journal === undefined || incoming === undefined) {
    const detail =
      'None: when an answer of the server gets lost, a person decides whether to send again.';
    return { step, passed: true, detail };
  }
  try {
    const client = await signIn({ settings, incoming, tools }, signal);
    try {
      return (await examine(client, journal)) === null
        ? failed(
            `There is no mailbox ${journal}: make it, let the relay fill it, or correct outgoing.journal.`,
          )
        : { step, passed: true, detail: KEPT };
    } finally {
      client.close();
    }
  } catch (error) {
    const reason = error instanceof SignInRefused ? error.message : `(${imapErrorCode(error)})`;
    return failed(`The journal cannot be read: ${reason}`);
  }
}

function failed(detail: string): Step {
  return { step, passed: false, detail };
}
