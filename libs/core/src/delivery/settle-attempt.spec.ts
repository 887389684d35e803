import { describe, expect, it } from '@jest/globals';

import { fakeDelivery } from '../../../../test/support/fakes/fake-delivery.js';
import type { DeliveryFailure } from '../channel/delivery.js';
import { addMilliseconds, DAY, instantFromIso, MINUTE } from '../time/instant.js';
import { defaultDeliverySchedule as schedule, retryDelayMs } from './schedule.js';
import { settleAttempt } from './settle-attempt.js';

const createdAt = instantFromIso('2026-11-16T15:00:00Z');
const endedAt = addMilliseconds(createdAt, 1_500);
const delivery = fakeDelivery(createdAt);
const retryAt = addMilliseconds(endedAt, retryDelayMs(schedule, 1, delivery.entryId));
const hint = addMilliseconds(endedAt, 3 * MINUTE);
const unauthorisedUntil = addMilliseconds(endedAt, schedule.unauthorisedPauseMs);

function failed(failure: DeliveryFailure, changes: Parameters<typeof fakeDelivery>[1] = {}) {
  const end = { outcome: { kind: 'not-sent', failure } as const, endedAt, canLookUp: true };
  return settleAttempt(fakeDelivery(createdAt, changes), end, schedule);
}

describe('an attempt that did not send', () => {
  const reason = '550 no such user';

  it.each<[string, DeliveryFailure, ...[string, number | null, number | null]]>([
    ['transient', { kind: 'transient', reason }, 'waiting', retryAt, null],
    [
      'rate-limited with a hint',
      { kind: 'rate-limited', retryAt: hint, reason },
      'waiting',
      hint,
      hint,
    ],
    [
      'rate-limited without one',
      { kind: 'rate-limited', retryAt: null, reason },
      'waiting',
      retryAt,
      retryAt,
    ],
    [
      'unauthorised',
      { kind: 'unauthorised', reason },
      'waiting',
      unauthorisedUntil,
      unauthorisedUntil,
    ],
    ['rejected', { kind: 'rejected', reason }, 'failed', null, null],
    ['window-closed', { kind: 'window-closed', reason }, 'failed', null, null],
    ['opted-out', { kind: 'opted-out', reason }, 'failed', null, null],
    ['recipient-gone', { kind: 'recipient-gone', reason }, 'failed', null, null],
  ])('because it was %s', (_what, failure, ...expected) => {
    const [state, dueAt, pausedUntil] = expected;
    const settlement = failed(failure);
    expect(settlement).toMatchObject({ state, dueAt, attemptOutcome: 'not-sent' });
    expect(settlement).toMatchObject({ providerId: null, reconcileAt: null, meets: null });
    expect(settlement.reason).toContain(reason);
    expect(settlement.pauseAccount?.until ?? null).toBe(pausedUntil);
  });

  it('is given up when the next attempt would come five days after the words were written', () => {
    const old = addMilliseconds(endedAt, -5 * DAY);
    const late = addMilliseconds(endedAt, -4 * DAY);
    const transient = { kind: 'transient', reason } as const;
    expect(failed(transient, { createdAt: old })).toMatchObject({ state: 'failed', dueAt: null });
    expect(failed(transient, { createdAt: late })).toMatchObject({ state: 'waiting' });
  });

  it('keeps nobody else waiting when only this citizen was written to too often', () => {
    const retryAt = addMilliseconds(endedAt, 6_000);
    const limited = failed({ kind: 'rate-limited', retryAt, reason, onlyRecipient: true });
    expect(limited).toMatchObject({ state: 'waiting', dueAt: retryAt, pauseAccount: null });
  });

  it('keeps of a provider’s long explanation what fits, as readable text', () => {
    const long = failed({ kind: 'rejected', reason: `\u0000\ud800${'x'.repeat(10_000)}` });
    expect(long.reason).toHaveLength(500);
    expect(long.reason).toMatch(/^rejected: \ufffdx+$/);
  });
});

describe('an attempt that was sent', () => {
  const outcome = { kind: 'sent', providerId: 'sms-1' } as const;
  const end = { outcome, endedAt, canLookUp: false };

  it('meets the clocks of the request when a person wrote it', () => {
    expect(settleAttempt(delivery, end, schedule)).toEqual({
      entryId: delivery.entryId,
      attempt: 1,
      attemptOutcome: 'sent',
      state: 'sent',
      providerId: 'sms-1',
      reason: null,
      dueAt: null,
      reconcileAt: null,
      pauseAccount: null,
      meets: { requestId: delivery.requestId, writtenAt: createdAt },
      endedAt,
    });
  });

  it('meets nothing when it was automatic', () => {
    const automatic = fakeDelivery(createdAt, { staffId: null, kind: 'acknowledgement' });
    expect(settleAttempt(automatic, end, schedule).meets).toBeNull();
  });
});

describe('an attempt of which nobody knows', () => {
  const outcome = { kind: 'unknown', reason: 'no answer in time' } as const;

  it('is looked up after the settling time where the provider can tell', () => {
    const settlement = settleAttempt(delivery, { outcome, endedAt, canLookUp: true }, schedule);
    const reconcileAt = addMilliseconds(endedAt, schedule.settlingMs);
    expect(settlement).toMatchObject({ state: 'unknown', attemptOutcome: 'unknown', reconcileAt });
    expect(settlement).toMatchObject({ meets: null, dueAt: null, reason: 'no answer in time' });
  });

  it('waits for a person where the provider cannot', () => {
    const settlement = settleAttempt(delivery, { outcome, endedAt, canLookUp: false }, schedule);
    expect(settlement).toMatchObject({ state: 'unknown', reconcileAt: null });
  });
});
