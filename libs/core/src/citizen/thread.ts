import { notFound } from '../error/problem.js';
import { refused, type Result } from '../error/result.js';
import { isLaddered } from '../ladder/refusal.js';
import { type AttachmentPorts, type Download, downloadAttachment } from '../media/download.js';
import type { RequestStore, TimelineItem } from '../request/request-store.js';
import type { SignedLinks } from '../secret/signed-links.js';
import type { Clock } from '../time/clock.js';
import { promiseOf, type PublicCard } from './public-card.js';

export interface ThreadPorts extends AttachmentPorts {
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
  readonly attachments: TimelineItem['attachments'];
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

/** One attachment of a message that the holder of the link may see. */
export async function readThreadFile(
  ports: ThreadPorts,
  token: string,
  id: string,
): Promise<Result<Download>> {
  const links = ports.links.read(token, ports.clock.now());
  if (links.kind !== 'valid') return refused(noSuchFile);
  const request = await ports.requests.findById(links.grant.requestId);
  const shown = request?.timeline.filter(isVisible).flatMap(({ attachments }) => attachments);
  const wanted = shown?.find((attachment) => attachment.id === id);
  if (request === null || wanted === undefined) return refused(noSuchFile);
  return downloadAttachment(ports, request.id, wanted.id);
}

const noSuchFile = notFound(
  'This file',
  'Open the page of your request and choose the file there.',
);

/**
 * Outgoing words appear once they have left, or when no way leads to the citizen but this page; held
 * and withdrawn ones do not, nor those that a person is to mend.
 */
function isVisible({ direction, delivery }: TimelineItem): boolean {
  if (direction === 'inbound') return true;
  if (direction !== 'outbound' || delivery === null) return false;
  const { state, refusal } = delivery;
  return state === 'sent' || (refusal !== null && isLaddered(refusal));
}

function asThreadMessage(item: TimelineItem): ThreadMessage {
  const from = item.direction === 'inbound' ? 'citizen' : item.automatic ? 'automatic' : 'person';
  const { id, text, staffName: name, occurredAt: at, attachments } = item;
  return { id, from, name, text, at, attachments };
}
