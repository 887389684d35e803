import { describe, expect, it } from '@jest/globals';

import type { ServiceRequestId } from '#core/identity/ids';
import type { EnvelopeOutcome, Registered } from '#core/intake/envelope-outcome';
import { instantFromIso } from '#core/time/instant';

import { answerTo } from './answer.js';

const registered: Registered = {
  outcome: 'created',
  requestId: '01938c00-0000-7000-8000-0000000000aa' as ServiceRequestId,
  number: 'FM26-004817-3',
  expectedAt: instantFromIso('2026-11-24T15:00:00Z'),
  threadToken: 'token',
};

describe('the answer to a report', () => {
  it('gives the number, the promise and the way to the thread', () => {
    const { status, contentType, body } = answerTo(registered);
    expect({ status, contentType }).toEqual({ status: 201, contentType: 'application/json' });
    expect(JSON.parse(body)).toEqual({
      number: 'FM26-004817-3',
      status: 'open',
      expectedAt: '2026-11-24T15:00:00.000Z',
      statusToken: 'token',
      statusPath: '/thread/token',
    });
  });

  it('to one that only named a request gives its public card and no link to its thread', () => {
    const { status, body } = answerTo({ ...registered, outcome: 'answered', threadToken: null });
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({
      statusToken: null,
      statusPath: '/requests/FM26-004817-3',
    });
  });

  it.each<[EnvelopeOutcome, number]>([
    ['joined', 200],
    ['reopened', 200],
  ])('to one that %s a request is %i', (outcome, status) => {
    expect(answerTo({ ...registered, outcome }).status).toBe(status);
  });

  it('says that it is saved while the number is not known yet', () => {
    const { status, body } = answerTo('pending');
    expect(status).toBe(202);
    expect(JSON.parse(body)).toMatchObject({ status: 'pending' });
  });

  it('says that it is saved when a person must look first', () => {
    const nothing = { requestId: null, number: null, expectedAt: null, threadToken: null };
    const { status, body } = answerTo({ outcome: 'quarantined', ...nothing });
    expect(status).toBe(202);
    expect(JSON.parse(body)).toMatchObject({ status: 'kept' });
  });
});
