import { describe, expect, it } from '@jest/globals';

import { fakeMessage, type SaidMessage } from '../../../../test/support/fakes/fake-channel.js';
import type { ContactId, ServiceRequestId } from '../identity/ids.js';
import { requestNumbersIn } from '../request/request-number.js';
import type { RequestStatus } from '../request/status.js';
import { addMilliseconds, DAY, type Instant, instantFromIso } from '../time/instant.js';
import type { PointedRequest } from './batch-references.js';
import { correlate, type CorrelationFacts } from './correlate.js';

const NUMBER = 'FM26-000001-9';
const receivedAt = instantFromIso('2026-11-16T15:00:00Z');
const resident = 'resident' as ContactId;
const stranger = 'stranger' as ContactId;

interface Known {
  readonly status?: RequestStatus;
  readonly silentForMs?: number;
  readonly closedForMs?: number;
  readonly externalIds?: readonly string[];
}

function request(name: string, known: Known = {}): PointedRequest {
  const { status = 'new', silentForMs = DAY, closedForMs, externalIds = [] } = known;
  return {
    id: name as ServiceRequestId,
    number: NUMBER,
    status,
    conversationKey: null,
    serviceCode: null,
    hasDuty: false,
    awaitsReply: false,
    nextDeadlineAt: null,
    expectedAt: null,
    closedAt: closedForMs === undefined ? null : ago(closedForMs),
    lastMessageAt: ago(silentForMs),
    emergencies: [],
    externalIds: new Set(externalIds),
    participants: new Set([resident]),
  };
}

function decide(said: SaidMessage, facts: Partial<CorrelationFacts> = {}): string {
  const message = fakeMessage(said);
  const correlation = correlate({
    message,
    contactId: resident,
    signedRequestId: null,
    signedNumber: null,
    referenced: [],
    numbers: requestNumbersIn(message.text, 'FM'),
    conversation: null,
    receivedAt,
    ...facts,
  });
  if (correlation.kind !== 'new') return `${correlation.kind} ${correlation.request.id}`;
  const { related } = correlation;
  return related === null ? 'new' : `new, ${related.reason} ${related.id}`;
}

const named = { text: `About ${NUMBER}: it is worse now.` };
const answering = { evidence: { signedReferences: [], repliesTo: ['<sent-1>'] } };
const forged = { sender: { authentic: false } };
const oak = request('oak', { externalIds: ['<sent-1>'] });
const elm = request('elm', { externalIds: ['<sent-9>'] });

describe('the ladder of evidence', () => {
  it.each<[string, SaidMessage, Partial<CorrelationFacts>, string]>([
    ['nothing at all', {}, {}, 'new'],
    ['a signed reference', {}, { signedRequestId: oak.id, referenced: [oak] }, 'join oak'],
    [
      'a signed reference from an address never seen',
      {},
      { signedRequestId: oak.id, referenced: [oak], contactId: null },
      'join oak',
    ],
    ['an answer to a message of ours', answering, { referenced: [oak] }, 'join oak'],
    ['the number in the words', named, { referenced: [oak] }, 'join oak'],
    [
      'a signed reference before an answered message',
      answering,
      { signedRequestId: elm.id, referenced: [elm, oak] },
      'join elm',
    ],
    [
      'an answered message before a number',
      { ...named, ...answering },
      { referenced: [elm, oak] },
      'join oak',
    ],
    [
      'evidence before the conversation',
      named,
      { referenced: [oak], conversation: elm },
      'join oak',
    ],
    ['the conversation', {}, { conversation: elm }, 'join elm'],
  ])('a participant with %s', (_what, said, facts, expected) => {
    expect(decide(said, facts)).toBe(expected);
  });

  it.each<[string, SaidMessage, Partial<CorrelationFacts>, string]>([
    ['a number', named, { referenced: [oak] }, 'new, mentioned-number oak'],
    ['a copied message id', answering, { referenced: [oak] }, 'new, answered-message oak'],
    [
      'a number, known from elsewhere',
      named,
      { referenced: [oak], contactId: stranger },
      'new, mentioned-number oak',
    ],
  ])(
    'a stranger with %s starts a request of their own with a hint',
    (_what, said, facts, expected) => {
      expect(decide(said, { contactId: null, ...facts })).toBe(expected);
    },
  );

  it.each<[string, SaidMessage, Partial<CorrelationFacts>]>([
    ['a number', named, { referenced: [oak] }],
    ['a message id', answering, { referenced: [oak] }],
    ['a signed reference', {}, { signedRequestId: oak.id, referenced: [oak] }],
    ['a conversation', {}, { conversation: elm }],
    ['a bare number', { text: NUMBER }, { referenced: [oak] }],
  ])('a sender whose authentication failed joins nothing with %s', (_what, said, facts) => {
    expect(decide({ ...said, ...forged }, facts)).toBe('new');
  });
});

describe('a bare number', () => {
  it.each([NUMBER, `${NUMBER}?`, `  fm26 000001 9 `, NUMBER.replaceAll('-', '')])(
    'written as "%s" is answered with the status, for whoever asks',
    (text) => {
      expect(decide({ text }, { referenced: [oak], contactId: null })).toBe('answer-status oak');
      expect(decide({ text }, { referenced: [oak] })).toBe('answer-status oak');
    },
  );

  it('that we never gave out is a message like any other', () => {
    expect(decide({ text: NUMBER })).toBe('new');
  });

  it('is not answered to a program', () => {
    expect(decide({ text: NUMBER, automatic: true }, { referenced: [oak] })).toBe('join oak');
  });

  it('in a signed answer is a message of that request', () => {
    const facts = { signedRequestId: oak.id, referenced: [oak] };
    expect(decide({ text: NUMBER }, facts)).toBe('join oak');
  });

  it('is only a bare one: a message without a number and without words is none', () => {
    expect(decide({ text: '' }, { referenced: [oak] })).toBe('new');
  });
});

describe('a conversation', () => {
  const closed = (closedForMs: number) =>
    request('elm', { status: 'resolved', silentForMs: closedForMs, closedForMs });

  it.each<[string, PointedRequest, string, string]>([
    [
      'idle just under 7 days goes on',
      request('elm', { silentForMs: 7 * DAY - 1 }),
      'Hi',
      'join elm',
    ],
    ['idle for 7 days begins anew', request('elm', { silentForMs: 7 * DAY }), 'Hi', 'new'],
    ['closed just under 14 days ago reopens', closed(14 * DAY - 1), 'Again!', 'reopen elm'],
    [
      'closed with no action reopens',
      { ...closed(DAY), status: 'closed_no_action' },
      'No',
      'reopen elm',
    ],
    [
      'closed 14 days ago begins anew, linked',
      closed(14 * DAY),
      'Again!',
      'new, closed-too-long-ago elm',
    ],
    ['closed keeps bare thanks', closed(DAY), 'Thank you so much!', 'attach elm'],
    ['closed keeps bare thanks in Spanish', closed(DAY), 'Muchas gracias', 'attach elm'],
    ['closed reopens on a question', closed(DAY), 'Thanks? When?', 'reopen elm'],
    ['closed reopens on a question in Spanish', closed(DAY), '¿Gracias?', 'reopen elm'],
    ['open takes thanks as a message', request('elm'), 'Thanks', 'join elm'],
  ])('%s', (_what, conversation, text, expected) => {
    expect(decide({ text }, { conversation })).toBe(expected);
  });

  it('lets a named request that was closed too long ago be continued by a linked one', () => {
    const old = request('oak', { status: 'resolved', closedForMs: 20 * DAY });
    expect(decide(named, { referenced: [old] })).toBe('new, closed-too-long-ago oak');
  });

  it('of a stranger to the named request goes on', () => {
    const facts = { referenced: [oak], contactId: stranger, conversation: elm };
    expect(decide(named, facts)).toBe('join elm');
  });
});

function ago(milliseconds: number): Instant {
  return addMilliseconds(receivedAt, -milliseconds);
}
