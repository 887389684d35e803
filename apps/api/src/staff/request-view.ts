import type { z } from 'zod';

import type { ChannelAccounts } from '#core/account/channel-accounts';
import type { TakenWords } from '#core/reply/outgoing-words';
import type {
  DeliveryState,
  RequestDetail,
  RequestSummary,
  TimelineItem,
} from '#core/request/request-store';
import { type Instant, isoFromInstant } from '#core/time/instant';

import type * as answers from './answers.js';

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
  };
}

/** A whole request with its timeline. */
export function detailView(request: RequestDetail, accounts: ChannelAccounts): DetailView {
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
    timeline: timeline.map(itemView),
  };
}

export function takenView({ messageId, entryId, dueAt }: TakenWords) {
  // A repeated answer was kept as JSON: an instant is a number there too.
  return { messageId, entryId, dueAt: isoFromInstant(dueAt) };
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

function itemView(item: TimelineItem): DetailView['timeline'][number] {
  const { id, direction, automatic, staffName, text } = item;
  return {
    ...{ id, direction, automatic, staffName, text },
    occurredAt: isoFromInstant(item.occurredAt),
    receivedAt: isoFromInstant(item.receivedAt),
    attachments: item.attachments.map((attachment) => ({
      id: attachment.id,
      filename: attachment.filename,
      contentType: attachment.contentType,
      size: attachment.size,
      state: attachment.state,
    })),
    delivery: item.delivery === null ? null : deliveryView(item.delivery),
  };
}

function deliveryView(delivery: DeliveryState) {
  const { entryId, state, receipt, attempts, reason } = delivery;
  return {
    ...{ entryId, state, receipt, attempts, reason },
    dueAt: isoFromInstant(delivery.dueAt),
    sentAt: isoOrNull(delivery.sentAt),
  };
}

function isoOrNull(at: Instant | null): string | null {
  return at === null ? null : isoFromInstant(at);
}
