import { type Instant, instantFromMilliseconds, isoFromInstant } from '#core/time/instant';

import { askTwilio, type TwilioAnswer, type TwilioClient } from '../twilio-client.js';
import type { AccountParts } from './account-parts.js';

/** A message as the list has it, before its files are known. */
export interface ListedArrival {
  readonly sid: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly sentAt: Instant | null;
  readonly files: number;
}

export interface Arrivals {
  /** Oldest first. */
  readonly arrivals: readonly ListedArrival[];
  /** False when there were more than are read at once. */
  readonly whole: boolean;
}

const READ_MESSAGES = 5_000;
const PAGE = 500;

type Listed = Awaited<ReturnType<TwilioClient['messages']['list']>>[number];

/** What citizens sent between two instants; null: up to now. */
export async function arrivedBetween(
  { settings }: AccountParts,
  { begin, end }: { readonly begin: Instant; readonly end: Instant | null },
  signal: AbortSignal,
): Promise<Arrivals> {
  const { number, messagingServiceSid } = settings;
  const listed = valueOf(
    await askTwilio(settings, signal, ({ messages }) =>
      messages.list({
        ...(number !== undefined && { to: number }),
        dateSentAfter: new Date(begin),
        ...(end !== null && { dateSentBefore: new Date(end) }),
        ...{ limit: READ_MESSAGES, pageSize: PAGE },
      }),
    ),
  );
  const ours = listed.filter(
    (message) =>
      message.direction === 'inbound' &&
      (number !== undefined || message.messagingServiceSid === messagingServiceSid),
  );
  return {
    arrivals: ours.map(arrivalOf).toReversed().sort(earlierFirst),
    whole: listed.length < READ_MESSAGES,
  };
}

/** The bytes that stand for it for good: the list’s own names and the addresses of its files. */
export async function listedBytes(
  { settings }: AccountParts,
  { sentAt, files, ...message }: ListedArrival,
  signal: AbortSignal,
): Promise<Buffer> {
  const dateSent = sentAt === null ? null : isoFromInstant(sentAt);
  const media = files === 0 ? [] : await filesOf(settings, message.sid, signal);
  return Buffer.from(JSON.stringify({ ...message, dateSent, media }));
}

async function filesOf(settings: AccountParts['settings'], sid: string, signal: AbortSignal) {
  const listed = valueOf(
    await askTwilio(settings, signal, ({ messages }) => messages(sid).media.list()),
  );
  const base = settings.apiBaseUrl.replace(/\/+$/, '');
  return listed.map(({ uri, contentType }) => ({
    // As a webhook names it: `uri` is that of the description of the file.
    url: base + uri.replace(/\.json$/, ''),
    contentType,
  }));
}

function arrivalOf({
  sid,
  from,
  to,
  body,
  numMedia,
  dateSent,
  dateCreated,
}: Listed): ListedArrival {
  // The library hands over `null` where its types promise a date.
  const dated = [dateSent, dateCreated].find((date: Date | null) => date instanceof Date);
  return {
    ...{ sid, from, to, body },
    sentAt: dated === undefined ? null : instantFromMilliseconds(dated.getTime()),
    files: Number(numMedia) || 0,
  };
}

/** Dates are whole seconds; within one the list’s own order stays. */
function earlierFirst(one: ListedArrival, other: ListedArrival): number {
  return (one.sentAt ?? 0) - (other.sentAt ?? 0);
}

/** A list that cannot be read is tried again later: nothing is concluded from it. */
class ListUnreadable extends Error {
  override readonly name = 'ListUnreadable';
}

function valueOf<Value>(answer: TwilioAnswer<Value>): Value {
  switch (answer.kind) {
    case 'answered':
      return answer.value;
    case 'refused':
      throw new ListUnreadable(`The list of messages answered ${answer.status}.`);
    case 'broken':
      throw new ListUnreadable(`The list of messages cannot be read (${answer.reason}).`);
  }
}
