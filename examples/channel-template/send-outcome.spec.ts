import { describe, expect, it } from '@jest/globals';

import { instantFromIso } from '#core/time/instant';

import { classifyAnswer, classifyBrokenCall } from './send-outcome.js';

const now = instantFromIso('2026-11-23T15:00:00Z');
const answer = (status: number, body = '', retryAfter: string | null = null) =>
  classifyAnswer({ status, body, retryAfter }, now);

describe('the outcome of a send', () => {
  it('is sent when the provider names the message', () => {
    expect(answer(201, '{"id":"m-1"}')).toEqual({ kind: 'sent', providerId: 'm-1' });
  });

  it.each(['', '{"id":', '{}', '{"id":""}'])('is unknown when a success says %j', (body) => {
    expect(answer(201, body).kind).toBe('unknown');
  });

  it.each([
    [400, 'rejected'],
    [401, 'unauthorised'],
    [403, 'unauthorised'],
    [404, 'recipient-gone'],
    [410, 'recipient-gone'],
    [422, 'rejected'],
    [429, 'rate-limited'],
  ])('of a %i is %s', (status, kind) => {
    expect(answer(status)).toMatchObject({ kind: 'not-sent', failure: { kind } });
  });

  it('says when to come back when the provider does', () => {
    const limited = answer(429, '', '30');
    expect(limited).toMatchObject({ failure: { retryAt: now + 30_000 } });
    expect(answer(429, '', 'soon')).toMatchObject({ failure: { retryAt: null } });
  });

  it.each([500, 502, 503, 504])('of a %i is unknown: the message may have left', (status) => {
    expect(answer(status).kind).toBe('unknown');
  });

  it('is transient only where no byte can have arrived', () => {
    const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    const reset = Object.assign(new Error('reset'), { code: 'ECONNRESET' });
    const failed = (cause: Error) => classifyBrokenCall(new TypeError('fetch failed', { cause }));
    expect(failed(refused)).toMatchObject({ kind: 'not-sent', failure: { kind: 'transient' } });
    expect(failed(reset).kind).toBe('unknown');
    expect(classifyBrokenCall('anything').kind).toBe('unknown');
  });
});
