import type { z } from 'zod';

import type { ChannelAccounts } from '#core/account/channel-accounts';
import { refusalWords } from '#core/ladder/refusal-words';
import type { TakenWords } from '#core/reply/outgoing-words';
import type { RequestDetail, RequestSummary, TimelineItem } from '#core/request/request-store';
import { type Instant, isoFromInstant } from '#core/time/instant';

import type * as answers from './answers.js';
import { optOutView } from './consent/consent-view.js';
import { deliveryView } from './delivery-view.js';

type SummaryView = z.output<typeof answers.requestSummary>;
type DetailView = z.output<typeof answers.requestDetail>;

/** A row of the stream as the staff API shows it. */
export function summaryView(request: RequestSummary, accounts: ChannelAccounts): SummaryView {
  const account = accounts.byId(request.channelAccountId);
  return {
    id: request.id,
    number: request.number,
    status: request.status,
    subject: request.subject,
    serviceCode: request.serviceCode,
    requestedAt: isoFromInstant(request.requestedAt),
    receivedAt: isoFromInstant(request.receivedAt),
    arrivedLate: request.arrivedLate,
    unverifiedSender: request.unverifiedSender,
    expectedAt: isoOrNull(request.expectedAt),
    nextDeadlineAt: isoOrNull(request.nextDeadlineAt),
    lastMessageAt: isoFromInstant(request.lastMessageAt),
    messageCount: request.messageCount,
    channelAccount: typeof account === 'string' ? null : account.code,
    closedAt: isoOrNull(request.closedAt),
    closeReason: request.closeReason,
    closeSentence: request.closeSentence,
    breachReason: request.breachReason,
    emergencies: [...request.emergencies],
    undelivered: undeliveredView(request),
  };
}

function undeliveredView({ undelivered }: RequestSummary): SummaryView['undelivered'] {
  if (undelivered === null) return null;
  const { refusal, undeliveredAt } = undelivered;
  return { refusal, at: isoFromInstant(undeliveredAt), ...refusalWords[refusal] };
}

/** A whole request with its timeline. @param zone of the town, for what is told in words. */
export function detailView(
  request: RequestDetail,
  accounts: ChannelAccounts,
  zone: string,
): DetailView {
  const { contact, clocks, related, timeline, language } = request;
  return {
    ...summaryView(request, accounts),
    language,
    contact: {
      id: contact.id,
      displayName: contact.displayName,
      points: contact.points.map(({ kind, address, verified, undeliverable }) => ({
        ...{ kind, address, verified, undeliverable },
      })),
    },
    clocks: clocks.map(clockView),
    related: related.map(({ number, reason }) => ({ number, reason })),
    alsoReceivedAt: request.alsoReceivedAt.flatMap((id) => {
      const account = accounts.byId(id);
      return typeof account === 'string' ? [] : [{ code: account.code, title: account.title }];
    }),
    optedOut: request.optedOut === null ? null : optOutView(request.optedOut, accounts),
    timeline: timeline.map((item) => itemView(item, accounts, zone)),
  };
}

export function takenView({ messageId, entryId, dueAt, goesBy }: TakenWords) {
  // A repeated answer was kept as JSON: an instant is a number there too.
  return { messageId, entryId, dueAt: isoFromInstant(dueAt), goesBy };
}

function clockView(clock: RequestDetail['clocks'][number]): DetailView['clocks'][number] {
  const { kind, state } = clock;
  return {
    ...{ kind, state },
    startedAt: isoFromInstant(clock.startedAt),
    dueAt: isoFromInstant(clock.dueAt),
    pausedAt: isoOrNull(clock.pausedAt),
    metAt: isoOrNull(clock.metAt),
    endedAt: isoOrNull(clock.endedAt),
    breachedAt: isoOrNull(clock.breachedAt),
  };
}

function itemView(
  item: TimelineItem,
  accounts: ChannelAccounts,
  zone: string,
): DetailView['timeline'][number] {
  const { id, direction, automatic, staffName, text, consent } = item;
  return {
    ...{ id, direction, automatic, staffName, text, consent },
    occurredAt: isoFromInstant(item.occurredAt),
    receivedAt: isoFromInstant(item.receivedAt),
    attachments: item.attachments.map((attachment) => ({
      id: attachment.id,
      filename: attachment.filename,
      contentType: attachment.contentType,
      size: attachment.size,
      state: attachment.state,
    })),
    delivery: item.delivery === null ? null : deliveryView(item.delivery, accounts, zone),
  };
}

function isoOrNull(at: Instant | null): string | null {
  return at === null ? null : isoFromInstant(at);
}
