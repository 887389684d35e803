import type { ImapFlow } from 'imapflow';

import type { ChannelHealth } from '#core/channel/adapter';

import { checkAfterwards } from './mailbox/check-afterwards.js';
import { signIn } from './mailbox/connect-mailbox.js';
import { type ConnectionFault, connectionFault } from './mailbox/connection-fault.js';
import type { IncomingParts } from './mailbox/incoming-parts.js';
import { examine } from './mailbox/open-mailbox.js';
import type { IncomingSettings } from './settings.js';

type Step = ChannelHealth['steps'][number];

const MAILBOXES_NAMED = 20;

/**
 * Goes the way that a mail comes, step by step, and ends at the first that cannot be passed. It signs
 * in at once, also while polling waits after a refusal: a person may be waiting for the answer.
 */
export async function checkIncoming(parts: IncomingParts, signal: AbortSignal): Promise<Step[]> {
  const { incoming } = parts;
  let client: ImapFlow;
  try {
    client = await signIn(parts, signal);
  } catch (error) {
    return unconnected(incoming, connectionFault(error, incoming));
  }
  try {
    const steps = connectionSteps(incoming);
    for (const mailbox of incoming.mailboxes) steps.push(await checkMailbox(client, mailbox));
    if (steps.every(({ passed }) => passed)) steps.push(await checkAfterwards(client, incoming));
    return steps;
  } catch (error) {
    const { remedy } = connectionFault(error, incoming);
    return [...connectionSteps(incoming), failed('incoming: mailboxes', remedy)];
  } finally {
    client.close();
  }
}

function connectionSteps({ host, port, security }: IncomingSettings): Step[] {
  const encryption =
    security === 'none' ? 'None, as set: for a server on this machine only.' : `By ${security}.`;
  return [
    passed('incoming: connection', `${host} answers on port ${port}.`),
    passed('incoming: encryption', encryption),
    passed('incoming: sign-in', 'The server accepts it.'),
  ];
}

/** The steps before the fault were passed on the way to it. */
function unconnected(incoming: IncomingSettings, { at, remedy }: ConnectionFault): Step[] {
  const steps = connectionSteps(incoming);
  const index = steps.findIndex(({ step }) => step === `incoming: ${at}`);
  return [...steps.slice(0, index), failed(`incoming: ${at}`, remedy)];
}

async function checkMailbox(client: ImapFlow, mailbox: string): Promise<Step> {
  const step = `incoming: mailbox ${mailbox}`;
  const open = await examine(client, mailbox);
  if (open !== null) return passed(step, `It opens and holds ${open.exists} mails.`);
  const names = (await client.list()).slice(0, MAILBOXES_NAMED).map(({ path }) => path);
  return failed(
    step,
    `It cannot be opened: create it or correct mailboxes. There are: ${names.join(', ')}.`,
  );
}

function passed(step: string, detail: string): Step {
  return { step, passed: true, detail };
}

function failed(step: string, detail: string): Step {
  return { step, passed: false, detail };
}
