import { describe, expect, it } from '@jest/globals';

import type { DeliveryFailure } from '#core/channel/delivery';
import { addMilliseconds, instantFromIso } from '#core/time/instant';

import type { GraphAnswer } from './graph-call.js';
import { sendOutcome } from './send-outcome.js';

const now = instantFromIso('2026-11-23T15:00:00Z');

interface RecordedRefusal {
  readonly code: number;
  readonly title: string;
  readonly status: number;
  /** As the Graph API answers it. */
  readonly body: object;
  readonly outcome: DeliveryFailure['kind'] | 'unknown';
}

/** Every code that the adapter tells apart, in the form in which the API refuses with it. */
const recordedRefusals: readonly RecordedRefusal[] = [
  refusal(131_047, [400, 'window-closed'], 'Re-engagement message', {
    details:
      'Message failed to send because more than 24 hours have passed since the customer last replied to this number.',
  }),
  refusal(131_026, [400, 'recipient-gone'], 'Message undeliverable'),
  refusal(131_049, [400, 'window-closed'], 'Not delivered, for a healthy ecosystem'),
  refusal(130_472, [400, 'window-closed'], 'User’s number is part of an experiment'),
  refusal(131_050, [400, 'opted-out'], 'User has stopped marketing messages'),
  refusal(131_056, [400, 'rate-limited'], 'Pair rate limit hit'),
  refusal(130_429, [429, 'rate-limited'], 'Rate limit hit'),
  refusal(4, [400, 'rate-limited'], 'Application request limit reached'),
  refusal(80_007, [400, 'rate-limited'], 'Rate limit issues'),
  refusal(133_016, [400, 'rate-limited'], 'Account register limit'),
  refusal(131_048, [400, 'unauthorised'], 'Spam rate limit hit'),
  refusal(368, [403, 'unauthorised'], 'Temporarily blocked for policies violations'),
  refusal(131_031, [403, 'unauthorised'], 'Account has been locked'),
  refusal(131_042, [400, 'unauthorised'], 'Business eligibility payment issue'),
  refusal(133_010, [400, 'unauthorised'], 'Phone number not registered'),
  refusal(131_005, [403, 'unauthorised'], 'Access denied'),
  refusal(190, [401, 'unauthorised'], 'Access token has expired', { subcode: 463 }),
  refusal(0, [401, 'unauthorised'], 'AuthException'),
  refusal(3, [500, 'unauthorised'], 'Capability or permissions issue'),
  refusal(10, [403, 'unauthorised'], 'Permission denied'),
  refusal(200, [403, 'unauthorised'], 'Permission missing'),
  refusal(132_000, [400, 'window-closed'], 'Number of parameters does not match'),
  refusal(132_001, [404, 'window-closed'], 'Template does not exist'),
  refusal(132_005, [400, 'window-closed'], 'Translated text too long'),
  refusal(132_012, [400, 'window-closed'], 'Parameter format mismatch'),
  refusal(132_015, [400, 'window-closed'], 'Template is paused'),
  refusal(132_016, [400, 'window-closed'], 'Template is disabled'),
  refusal(2, [503, 'transient'], 'Service temporarily unavailable'),
  refusal(131_016, [500, 'transient'], 'Service unavailable'),
  refusal(131_057, [500, 'transient'], 'Account in maintenance mode'),
  refusal(133_004, [503, 'transient'], 'Server temporarily unavailable'),
  refusal(131_000, [500, 'unknown'], 'Something went wrong'),
  refusal(1, [500, 'unknown'], 'API unknown'),
  refusal(131_000, [400, 'transient'], 'Something went wrong, and was refused'),
  refusal(1, [400, 'rejected'], 'Invalid request'),
  refusal(100, [400, 'rejected'], 'Invalid parameter', { subcode: 33 }),
  refusal(131_008, [400, 'rejected'], 'Required parameter is missing'),
  refusal(131_009, [400, 'rejected'], 'Parameter value is not valid'),
  refusal(131_021, [400, 'rejected'], 'Sender and recipient are the same'),
  refusal(131_030, [400, 'rejected'], 'Recipient is not in the allowed list'),
  refusal(131_051, [400, 'rejected'], 'Unsupported message type'),
  refusal(131_053, [400, 'rejected'], 'Media upload error'),
  refusal(131_062, [400, 'rejected'], 'Business-scoped user ids are not supported here'),
];

function answer(status: number, body: string, retryAfter: number | null = null): GraphAnswer {
  return { kind: 'answered', status, retryAfter, body: Buffer.from(body) };
}

describe('the outcome of a WhatsApp message', () => {
  it('is sent when the API names the message', () => {
    const body =
      '{"messaging_product":"whatsapp","contacts":[{"input":"19195550111","wa_id":"19195550111"}],"messages":[{"id":"wamid.A=="}]}';
    expect(sendOutcome(answer(200, body), now)).toEqual({ kind: 'sent', providerId: 'wamid.A==' });
  });

  it.each(['', '{"messages":', '{}', '{"messages":[{}]}', '{"messages":[{"id":7}]}'])(
    'is unknown when a success says %j',
    (body) => {
      expect(sendOutcome(answer(200, body), now).kind).toBe('unknown');
    },
  );

  it.each(recordedRefusals)('of $code ($title) is $outcome', ({ status, body, outcome }) => {
    const settled = sendOutcome(answer(status, JSON.stringify(body)), now);
    expect(settled.kind === 'not-sent' ? settled.failure.kind : settled.kind).toBe(outcome);
  });

  it('names the code and Meta’s words, for people to read', () => {
    const [first] = recordedRefusals;
    const settled = sendOutcome(answer(first?.status ?? 0, JSON.stringify(first?.body)), now);
    expect(settled).toMatchObject({
      failure: {
        reason:
          '131047 Re-engagement message: Message failed to send because more than 24 hours have passed since the customer last replied to this number.',
      },
    });
  });

  it('keeps only this citizen waiting, for six seconds, when they were written to too often', () => {
    const pairRate = recordedRefusals.find(({ code }) => code === 131_056);
    expect(sendOutcome(answer(400, JSON.stringify(pairRate?.body)), now)).toMatchObject({
      failure: { retryAt: addMilliseconds(now, 6_000), onlyRecipient: true },
    });
  });

  it('says when to come back when the API does', () => {
    const limited = '{"error":{"message":"(#130429) Rate limit hit","code":130429}}';
    expect(sendOutcome(answer(429, limited, 30), now)).toMatchObject({
      failure: { kind: 'rate-limited', retryAt: addMilliseconds(now, 30_000) },
    });
    expect(sendOutcome(answer(429, limited), now)).toMatchObject({ failure: { retryAt: null } });
  });

  it.each([
    [400, 'rejected'],
    [401, 'unauthorised'],
    [403, 'unauthorised'],
    [413, 'rejected'],
    [429, 'rate-limited'],
    [500, 'unknown'],
    [502, 'unknown'],
    [504, 'unknown'],
  ])('of a %i without a code is %s', (status, expected) => {
    const settled = sendOutcome(answer(status, '<html>busy</html>'), now);
    expect(settled.kind === 'not-sent' ? settled.failure.kind : settled.kind).toBe(expected);
  });

  it('is transient only where no byte can have arrived', () => {
    const broken = { kind: 'broken', reason: 'ECONNRESET' } as const;
    expect(sendOutcome({ ...broken, neverReached: false }, now).kind).toBe('unknown');
    expect(sendOutcome({ ...broken, neverReached: true }, now)).toMatchObject({
      kind: 'not-sent',
      failure: { kind: 'transient' },
    });
  });
});

function refusal(
  code: number,
  [status, outcome]: readonly [status: number, outcome: RecordedRefusal['outcome']],
  title: string,
  more: { readonly details?: string; readonly subcode?: number } = {},
): RecordedRefusal {
  const { details, subcode } = more;
  const data = { messaging_product: 'whatsapp', details };
  const error = {
    message: `(#${code}) ${title}`,
    type: 'OAuthException',
    code,
    ...(details !== undefined && { error_data: data }),
    ...(subcode !== undefined && { error_subcode: subcode }),
    fbtrace_id: 'Az8or2yhqkZfEZ-_4Qn_Bam',
  };
  return { code, title, status, body: { error }, outcome };
}
