import { describe, expect, it } from '@jest/globals';

import { FakeAccounts } from '../../../../test/support/fakes/fake-accounts.js';
import {
  fakeAccount,
  fakeAdapter,
  fakeEnvelope,
  fakeMessage,
} from '../../../../test/support/fakes/fake-channel.js';
import type { Reception, WebhookAnswer, WebhookRequest } from '../channel/webhook.js';
import { notFound } from '../error/problem.js';
import { instantFromIso } from '../time/instant.js';
import type { Registered } from './envelope-outcome.js';
import type { AcceptedBatch } from './envelope-rows.js';
import type { Acceptance } from './group-writer.js';
import { type ReceivePorts, receiveWebhook } from './receive-webhook.js';

const request: WebhookRequest = {
  method: 'POST',
  query: '',
  headers: {},
  rawBody: Buffer.from('the whole request'),
  receivedAt: instantFromIso('2026-11-16T15:00:00Z'),
};
const ok: WebhookAnswer = { status: 200, contentType: 'text/plain', body: 'ok' };
const registered: Registered = {
  outcome: 'created',
  requestId: null,
  number: 'FM26-000001-9',
  expectedAt: null,
  threadToken: null,
};

function receiving(reception: Reception, acceptance: Acceptance = { kind: 'stored' }) {
  const adapter = { ...fakeAdapter(), receive: () => Promise.resolve(reception) };
  const batches: AcceptedBatch[] = [];
  const calls: (readonly [string, number])[] = [];
  const ports: ReceivePorts = {
    accounts: new FakeAccounts(fakeAccount({ adapter })),
    accept: (batch) => {
      batches.push(batch);
      return Promise.resolve(acceptance);
    },
    awaitRegistration: () => Promise.resolve(registered),
    called: ({ code }, envelopes) => calls.push([code, envelopes]),
  };
  return { ports, batches, calls };
}

const one = fakeEnvelope(fakeMessage());
const accepted: Reception = { kind: 'accepted', envelopes: [one], answer: ok };
const awaited: Reception = {
  kind: 'awaited',
  envelope: one,
  answer: (result) => ({ ...ok, body: result === 'pending' ? 'later' : (result.number ?? '') }),
};

describe('a call of a provider', () => {
  it.each([
    ['one envelope', accepted, { kind: 'stored' }, [['fake', 1]]],
    ['one that is awaited', awaited, { kind: 'stored' }, [['fake', 1]]],
    ['no envelope', { ...accepted, envelopes: [] }, { kind: 'stored' }, [['fake', 0]]],
    ['a handshake', { kind: 'answered', answer: ok }, { kind: 'stored' }, [['fake', 0]]],
    ['what is not stored', accepted, { kind: 'overloaded' }, []],
  ] as const)(
    'is counted with what it carried: %s',
    async (_what, reception, acceptance, counted) => {
      const { ports, calls } = receiving(reception, acceptance);
      await receiveWebhook(ports, 'fake', request);
      expect(calls).toEqual(counted);
    },
  );

  it('is answered only after it was stored', async () => {
    const { ports, batches } = receiving(accepted);
    expect(await receiveWebhook(ports, 'fake', request)).toEqual({ kind: 'answered', answer: ok });
    expect(batches).toMatchObject([{ envelopes: [one], wholeRequest: null }]);
  });

  it('with several events is kept whole beside them', async () => {
    const two = fakeEnvelope(fakeMessage());
    const { ports, batches } = receiving({ ...accepted, envelopes: [one, two] });
    await receiveWebhook(ports, 'fake', request);
    expect(batches).toMatchObject([{ wholeRequest: request.rawBody }]);
  });

  it.each<[Acceptance]>([[{ kind: 'overloaded' }], [{ kind: 'failed', reason: 'disk full' }]])(
    'that could not be stored is refused with "come again": %j',
    async (acceptance) => {
      for (const reception of [accepted, awaited]) {
        const { ports } = receiving(reception, acceptance);
        expect(await receiveWebhook(ports, 'fake', request)).toMatchObject({
          kind: 'refused',
          problem: { code: 'unavailable' },
        });
      }
    },
  );

  it.each<[Reception]>([
    [{ kind: 'refused', problem: notFound('It', 'Look elsewhere.') }],
    [{ kind: 'answered', answer: ok }],
  ])('that is no message stores nothing: %j', async (reception) => {
    const { ports, batches } = receiving(reception);
    expect(await receiveWebhook(ports, 'fake', request)).toEqual(reception);
    expect(batches).toEqual([]);
  });

  it('for an unknown, disabled or deaf account is refused', async () => {
    const { ports } = receiving(accepted);
    const refused = { kind: 'refused', problem: { code: 'not-found' } };
    expect(await receiveWebhook(ports, 'other', request)).toMatchObject(refused);
    const deaf = { ...ports, accounts: new FakeAccounts(fakeAccount()) };
    expect(await receiveWebhook(deaf, 'fake', request)).toMatchObject(refused);
    const disabled = { ...ports, accounts: new FakeAccounts(fakeAccount({ enabled: false })) };
    expect(await receiveWebhook(disabled, 'fake', request)).toMatchObject(refused);
  });
});

describe('a call at one of our own doors', () => {
  it('is answered with what became of it', async () => {
    const { ports } = receiving(awaited);
    expect(await receiveWebhook(ports, 'fake', request)).toEqual({
      kind: 'registered',
      registered,
      answer: { ...ok, body: 'FM26-000001-9' },
    });
  });

  it('is answered with "later" when the registration cannot be awaited: it is stored', async () => {
    const { ports } = receiving(awaited);
    const failing = { ...ports, awaitRegistration: () => Promise.reject(new Error('gone')) };
    expect(await receiveWebhook(failing, 'fake', request)).toMatchObject({
      registered: 'pending',
      answer: { body: 'later' },
    });
  });
});
