import type { RequestStore, TimelineItem } from '../request/request-store.js';
import type { SignedLinks } from '../secret/signed-links.js';
import type { Clock } from '../time/clock.js';
import { promiseOf, type PublicCard } from './public-card.js';

export interface ThreadPorts {
  readonly requests: RequestStore;
  readonly links: SignedLinks;
  readonly clock: Clock;
}

/** One message as the citizen sees it. */
export interface ThreadMessage {
  readonly id: string;
  readonly from: 'citizen' | 'person' | 'automatic';
  /** The staff member who answered. */
  readonly name: string | null;
  readonly text: string;
  readonly at: TimelineItem['occurredAt'];
}

export interface Thread extends PublicCard {
  readonly subject: string;
  readonly closeSentence: string | null;
  readonly messages: readonly ThreadMessage[];
}

export type ThreadReading =
  | { readonly kind: 'found'; readonly thread: Thread }
  | { readonly kind: 'expired'; readonly number: string }
  | { readonly kind: 'invalid' };

/** The thread behind a signed link: the citizen's words and our answers, never notes. */
export async function readThread(ports: ThreadPorts, token: string): Promise<ThreadReading> {
  const reading = ports.links.read(token, ports.clock.now());
  if (reading.kind === 'invalid') return { kind: 'invalid' };
  const request = await ports.requests.findById(reading.grant.requestId);
  if (request === null) return { kind: 'invalid' };
  if (reading.kind === 'expired') return { kind: 'expired', number: request.number };
  const { number, status, subject, requestedAt, closedAt, closeSentence } = request;
  const expectedAt = promiseOf(request);
  const messages = request.timeline.filter(isVisible).map(asThreadMessage);
  return {
    kind: 'found',
    thread: { number, status, subject, requestedAt, expectedAt, closedAt, closeSentence, messages },
  };
}

/** Outgoing words appear once they have left; held, failed and withdrawn ones do not. */
function isVisible(item: TimelineItem): boolean {
  if (item.direction === 'note') return false;
  return item.direction === 'inbound' || item.delivery?.state === 'sent';
}

function asThreadMessage(item: TimelineItem): ThreadMessage {
  const from = item.direction === 'inbound' ? 'citizen' : item.automatic ? 'automatic' : 'person';
  return { id: item.id, from, name: item.staffName, text: item.text, at: item.occurredAt };
}
