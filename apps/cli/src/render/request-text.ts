import type { z } from 'zod';

import type { requestDetail, requestPage } from '../../../api/src/staff/answers.js';
import { optOutText } from './consent-text.js';
import { printable, printableLine } from './printable.js';
import { table } from './table.js';
import { timeLeft, townTime } from './town-time.js';

type RequestPage = z.output<typeof requestPage>;
type RequestDetail = z.output<typeof requestDetail>;
type TimelineItem = RequestDetail['timeline'][number];

/** Where and when the reader is. */
export interface Surroundings {
  readonly zone: string;
  readonly now: Date;
}

const SUBJECT_LENGTH = 60;

/** The stream as a table. */
export function requestListText(page: RequestPage, at: Surroundings): string {
  if (page.requests.length === 0) return 'No requests.';
  const rows = page.requests.map((request) => [
    request.number,
    statusText(request),
    request.closedAt === null
      ? dueText(request.nextDeadlineAt, at)
      : townTime(request.closedAt, at.zone),
    String(request.messageCount),
    shortened(printableLine(request.subject)),
  ]);
  const isClosed = page.requests.every((request) => request.closedAt !== null);
  const heading = ['NUMBER', 'STATUS', isClosed ? 'CLOSED' : 'ANSWER BY', 'MESSAGES', 'SUBJECT'];
  const more = page.next === null ? [] : ['', `There are more: --after ${page.next}`];
  return [table([heading, ...rows]), ...more].join('\n');
}

/** One request with everything that was said. */
export function requestText(request: RequestDetail, at: Surroundings): string {
  const facts = [
    ['Status', request.status],
    ...(request.emergencies.length === 0 ? [] : [['EMERGENCY', request.emergencies.join(', ')]]),
    ['Reported', townTime(request.requestedAt, at.zone)],
    ['Answer by', dueText(request.nextDeadlineAt, at)],
    ['Citizen', citizenText(request)],
    ...request.clocks.map((clock) => ['Clock', clockText(clock, at)]),
    ...optedOutFacts(request, at),
    ...undeliveredFacts(request),
    ...request.related.map(({ number, reason }) => ['Related', `${number} (${reason})`]),
    ...request.alsoReceivedAt.map(({ title }) => ['Also received at', printableLine(title)]),
    ...closingFacts(request, at),
  ];
  const timeline = request.timeline.map((item) => timelineText(item, at));
  const heading = `${request.number}  ${printableLine(request.subject)}`;
  return [heading, '', table(facts), ...timeline].join('\n');
}

function dueText(dueAt: string | null, { zone, now }: Surroundings): string {
  return dueAt === null
    ? 'nothing is waiting'
    : `${townTime(dueAt, zone)} (${timeLeft(dueAt, now)})`;
}

function citizenText({ contact }: RequestDetail): string {
  const points = contact.points.map(
    ({ kind, address, verified, undeliverable }) =>
      `${kind} ${address}${verified ? '' : ' (unverified)'}${undeliverable ? ' (undeliverable)' : ''}`,
  );
  return printableLine([contact.displayName ?? 'no name', ...points].join(', '));
}

function clockText(clock: RequestDetail['clocks'][number], at: Surroundings): string {
  const name = clock.kind.replace('_', ' ');
  const late = clock.breachedAt === null ? '' : ', breached';
  if (clock.state === 'paused' && clock.pausedAt !== null) {
    return `${name}, waits for the citizen since ${townTime(clock.pausedAt, at.zone)}${late}`;
  }
  if (clock.endedAt !== null) {
    return `${name}, ended ${townTime(clock.endedAt, at.zone)} unfulfilled${late}`;
  }
  if (clock.metAt === null) return `${name}, due ${dueText(clock.dueAt, at)}${late}`;
  const kept = Date.parse(clock.metAt) <= Date.parse(clock.dueAt) ? 'in time' : 'too late';
  return `${name}, met ${townTime(clock.metAt, at.zone)} (${kept})`;
}

function closingFacts(request: RequestDetail, { zone }: Surroundings): string[][] {
  const { closedAt, closeReason, closeSentence } = request;
  if (closedAt === null) return [];
  const said = closeSentence === null ? '' : `: ${printableLine(closeSentence)}`;
  const { breachReason } = request;
  return [
    ['Closed', `${townTime(closedAt, zone)}, ${closeReason ?? 'no reason'}${said}`],
    ...(breachReason === null ? [] : [['Late because', breachReason]]),
  ];
}

function timelineText(item: TimelineItem, { zone }: Surroundings): string {
  const heading = [
    townTime(item.occurredAt, zone),
    writerOf(item),
    consentOf(item),
    deliveryOf(item, zone),
    item.id,
  ];
  const files = item.attachments.map(fileText);
  const story = item.delivery?.story ?? null;
  const told = story === null ? [] : [`(${printableLine(story)})`];
  const body = printable([item.text, ...files, ...told].join('\n')).replaceAll('\n', '\n    ');
  return `\n${heading.filter((part) => part !== '').join(' · ')}\n    ${body}`;
}

function fileText({ id, filename, contentType, size, state }: TimelineItem['attachments'][number]) {
  const bytes = size === null ? '' : `, ${size} bytes`;
  return `[${filename ?? contentType}: ${state}${bytes}, ${id}]`;
}

function writerOf(item: TimelineItem): string {
  if (item.direction === 'inbound') return item.automatic ? 'citizen (automatic)' : 'citizen';
  const name = item.staffName === null ? 'automatic' : printableLine(item.staffName);
  if (item.direction === 'call') return `call by ${name}`;
  return item.direction === 'note' ? `note by ${name}` : name;
}

function consentOf({ consent }: TimelineItem): string {
  switch (consent) {
    case null:
      return '';
    case 'guessed':
      return 'POSSIBLE OPT-OUT, believed: look at it';
    case 'opted-out':
    case 'opted-in':
    case 'help':
      return consent.replace('-', ' ');
  }
}

function deliveryOf({ delivery }: TimelineItem, zone: string): string {
  if (delivery === null) return '';
  const until = delivery.state === 'waiting' ? ` until ${townTime(delivery.dueAt, zone)}` : '';
  const reason = delivery.reason === null ? '' : ` (${printableLine(delivery.reason)})`;
  return `${delivery.receipt ?? delivery.state}${until}${reason}`;
}

function statusText({ status, emergencies, undelivered }: RequestPage['requests'][number]): string {
  const marks = [
    ...(emergencies.length === 0 ? [] : ['EMERGENCY']),
    ...(undelivered === null ? [] : [`NOT DELIVERED: ${undelivered.reason}`]),
  ];
  return marks.length === 0 ? status : `${status} (${marks.join(', ')})`;
}

function undeliveredFacts({ undelivered }: RequestDetail): string[][] {
  if (undelivered === null) return [];
  return [['NOT DELIVERED', `${undelivered.reason}. ${undelivered.remedy}`]];
}

function optedOutFacts({ optedOut }: RequestDetail, { zone }: Surroundings): string[][] {
  return optedOut === null ? [] : [['OPTED OUT', optOutText(optedOut, zone)]];
}

function shortened(text: string): string {
  const points = Array.from(text);
  return points.length <= SUBJECT_LENGTH
    ? text
    : `${points.slice(0, SUBJECT_LENGTH - 1).join('')}…`;
}
