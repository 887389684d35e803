import { randomUUID } from 'node:crypto';

import type { ChannelTools } from '#core/channel/definition';
import type { InboundEnvelope } from '#core/channel/envelope';
import type { Reception, WebhookRequest } from '#core/channel/webhook';
import { type FieldFault, invalidInput, type Problem } from '#core/error/problem';
import { refused, type Result, succeeded } from '#core/error/result';
import { dedupeKeyOf, type IdentityKey, identityKeyOf } from '#core/identity/binary-key';

import { answerTo } from './answer.js';
import { mediaTypeOf, parseReport } from './report-body.js';
import { readReport, type Report } from './report-fields.js';

type Tools = Pick<ChannelTools, 'account' | 'links'>;

/** Checks the report and hands it on as one envelope; the answer waits for the request's number. */
export function receive(request: WebhookRequest, tools: Tools): Reception {
  if (request.method !== 'POST') return { kind: 'refused', problem: onlyPost };
  const mediaType = mediaTypeOf(request.headers['content-type'] ?? '');
  if (mediaType === null) return { kind: 'refused', problem: otherMediaType };
  const report = withHeaderKey(parseReport(mediaType, request.rawBody), request);
  if (!report.ok) return { kind: 'refused', problem: report.problem };
  const envelope = toEnvelope(report.value, request, tools);
  if (!envelope.ok) return { kind: 'refused', problem: envelope.problem };
  return {
    kind: 'awaited',
    envelope: { ...envelope.value, contentType: mediaType, raw: request.rawBody },
    answer: answerTo,
  };
}

/** Programs send the key as a header, browser forms in a hidden field; the header wins. */
function withHeaderKey(report: Result<Report>, { headers }: WebhookRequest): Result<Report> {
  const idempotencyKey = headers['idempotency-key'];
  if (!report.ok || idempotencyKey === undefined) return report;
  return readReport(new Map(Object.entries({ ...report.value, idempotencyKey })));
}

function toEnvelope(
  report: Report,
  { receivedAt }: WebhookRequest,
  { account, links }: Tools,
): Result<Pick<InboundEnvelope, 'dedupeKey' | 'identityKey' | 'providerId'>> {
  const dedupeKey = dedupeKeyOf(account.id, submissionOf(report), contentOf(report));
  const providerId = report.idempotencyKey ?? null;
  if (report.thread === undefined) {
    return succeeded({ dedupeKey, identityKey: identityKeyOf(account.id, dedupeKey), providerId });
  }
  const identity = ownerOfLink(links.read(report.thread, receivedAt));
  return identity.ok ? succeeded({ dedupeKey, identityKey: identity.value, providerId }) : identity;
}

/**
 * Without a key every report stands for itself: two people who write the same words must never be
 * given one thread.
 */
function submissionOf({ idempotencyKey }: Report): string {
  return idempotencyKey === undefined ? `once:${randomUUID()}` : `key:${idempotencyKey}`;
}

/**
 * The words are part of the key: a byte-identical repeat gets the first answer again, while a form
 * sent once more with corrected words is a message of its own and never silently dropped. Nobody
 * gets another person's answer by guessing a key.
 */
function contentOf(report: Report): string {
  return JSON.stringify({ ...report, idempotencyKey: undefined });
}

function ownerOfLink(reading: ReturnType<Tools['links']['read']>): Result<IdentityKey> {
  switch (reading.kind) {
    case 'valid':
      return succeeded(reading.grant.identityKey);
    case 'expired':
      return refused(invalidInput([threadFault('This link is older than 30 days.')]));
    case 'invalid':
      return refused(invalidInput([threadFault('This link is not complete or not ours.')]));
  }
}

function threadFault(what: string): FieldFault {
  const remedy =
    'Open the newest link you were sent, or leave it out and name your request number.';
  return { field: 'thread', message: `${what} ${remedy}` };
}

const onlyPost: Problem = {
  code: 'not-found',
  title: 'Nothing to read here',
  detail: 'Reports are sent with POST. To follow a request, open its status page.',
};

const otherMediaType: Problem = {
  code: 'unsupported-media-type',
  title: 'This kind of content cannot be read',
  detail:
    'Send application/json or application/x-www-form-urlencoded in UTF-8 and say which in Content-Type.',
};
