import { beforeEach, describe, expect, it } from '@jest/globals';

import {
  fakeAccount,
  fakeAdapter,
  fakeCapabilities,
  fakeEnvelope,
  fakeMessage,
} from '../../../../test/support/fakes/fake-channel.js';
import { fakeStaffId, MemoryTown } from '../../../../test/support/fakes/memory-town.js';
import type { TakenCall } from '../channel/taken-call.js';
import { succeeded } from '../error/result.js';
import { awaitRegistration } from '../intake/await-registration.js';
import { addMilliseconds, DAY, HOUR, MINUTE } from '../time/instant.js';
import type { CallReport } from './call-report.js';
import { takeCall, type TakeCallPorts } from './take-call.js';

let town: MemoryTown;
let ports: TakeCallPorts;

beforeEach(() => {
  town = new MemoryTown();
  const capabilities = { ...fakeCapabilities, acknowledges: false, grouping: 'separate' } as const;
  const adapter = { ...fakeAdapter(), enterCall };
  town.accounts.put(fakeAccount({ capabilities, adapter }));
  ports = {
    actions: town.staffPorts,
    services: () => town.knowledge().services,
    door: {
      accept: async (batch) => {
        await town.acceptBatch(batch);
        return { kind: 'stored' };
      },
      awaitRegistration: (key) => awaitRegistration(town, key),
    },
  };
});

function enterCall({ key, staffId, summary, startedAt, serviceCode }: TakenCall) {
  const said = { text: summary, occurredAt: startedAt, enteredBy: staffId };
  const sender = { kind: 'call', address: key };
  return succeeded(
    fakeEnvelope(
      fakeMessage({ ...said, sender, ...(serviceCode !== null && { serviceCode }) }),
      key,
    ),
  );
}

function take(call: Partial<CallReport> = {}, idempotencyKey: string | null = 'key-1') {
  const report = { number: '919-555-0142', summary: 'The light is out.', ...call };
  return takeCall(ports, { staffId: fakeStaffId, idempotencyKey }, report);
}

const told = { answer: 'The library opens at nine.', reason: 'question_answered' } as const;
const clockOf = (kind: string) => town.database.clocks.all().find((clock) => clock.kind === kind);

describe('a call that is taken', () => {
  it('has its number and its promise at once', async () => {
    const taken = await take({ dialled: '311' });
    const [request] = town.database.requests.all();
    const { number, expectedAt } = request ?? {};
    expect(taken).toMatchObject({ ok: true, value: { number, expectedAt, status: 'new' } });
    expect(expectedAt).not.toBeNull();
    expect(clockOf('first_response')).toMatchObject({ state: 'running' });
  });

  it('names who took it, on a line that citizens never see and in the audit', async () => {
    await take({ dialled: '311' });
    const { messages, audit } = town.database;
    expect(messages.all().map(({ direction, staffId }) => [direction, staffId])).toEqual([
      ['inbound', null],
      ['call', fakeStaffId],
    ]);
    expect(messages.all().at(-1)?.text).toBe('Call taken on 311');
    expect(audit.all().map(({ action, staffId }) => [action, staffId])).toEqual([
      ['request.created', fakeStaffId],
      ['request.called', fakeStaffId],
    ]);
  });

  it('is promised an answer from when it began', async () => {
    const startedAt = addMilliseconds(town.clock.now(), -HOUR);
    await take({ startedAt });
    expect(clockOf('first_response')).toMatchObject({ startedAt });
  });

  it('that was answered on the spot has kept its promise at its own time, and is closed', async () => {
    const startedAt = addMilliseconds(town.clock.now(), -10 * MINUTE);
    const taken = await take({ startedAt, answered: told });
    expect(taken).toMatchObject({ ok: true, value: { status: 'resolved', expectedAt: null } });
    expect(clockOf('first_response')).toMatchObject({ state: 'met', metAt: startedAt });
    expect(town.database.requests.all()[0]).toMatchObject({
      ...{ status: 'resolved', closeReason: 'question_answered', awaitsReply: false },
      ...{ closeSentence: told.answer, breachReason: null, streamKey: null },
    });
    expect(town.database.messages.all().at(-1)?.text).toBe(
      'Call taken, answered on the spot: The library opens at nine.',
    );
    expect(town.database.outbox.size).toBe(0);
  });

  it('is one request, however often it is sent under one key', async () => {
    const first = await take({ answered: told });
    town.clock.advance(MINUTE);
    expect(await take({ answered: told })).toEqual(first);
    expect([town.database.requests.size, town.database.messages.size]).toEqual([1, 2]);
  });

  it('is refused under a key that stands for another call, and makes no second request', async () => {
    await take();
    expect(await take({ summary: 'Something else.' })).toMatchObject({
      ok: false,
      problem: { code: 'idempotency-key-reused' },
    });
    expect(town.database.requests.size).toBe(1);
  });

  it('without a key stands for itself', async () => {
    await take({}, null);
    await take({}, null);
    expect(town.database.requests.size).toBe(2);
  });

  it('pages whoever is on call, when it speaks of an emergency', async () => {
    await take({ summary: 'Sewage comes out of the manhole at 214 Oak Street.' });
    expect(town.database.requests.all()[0]?.emergencies).toEqual(['sewer']);
    expect(town.database.emergencies.size).toBe(1);
  });

  it.each<[string, Partial<CallReport>]>([
    ['summary', { summary: ' \n' }],
    ['service', { serviceCode: 'NO-SUCH' }],
    ['answer', { answered: { ...told, answer: ' ' } }],
  ])('is refused with a word on %s, and nothing is kept', async (field, call) => {
    const refusal = await take(call);
    expect(refusal.ok ? [] : refusal.problem.faults?.map((fault) => fault.field)).toEqual([field]);
    expect(town.database.envelopes.size).toBe(0);
  });

  it.each([
    ['in the future', MINUTE],
    ['long ago', -32 * DAY],
  ])('cannot have begun %s', async (_when, offset) => {
    const refusal = await take({ startedAt: addMilliseconds(town.clock.now(), offset) });
    expect(refusal).toMatchObject({ ok: false, problem: { faults: [{ field: 'startedAt' }] } });
  });

  it('does not end in the number of another request', async () => {
    await take();
    const number = town.database.requests.all()[0]?.number ?? '';
    const refusal = await take({ summary: ` ${number.toLowerCase()}. ` }, 'key-2');
    expect(refusal).toMatchObject({ ok: false, problem: { faults: [{ field: 'summary' }] } });
  });

  it('whose number is late is saved, and the same key asks for it', async () => {
    const registering = ports.door.awaitRegistration;
    const late = { ...ports.door, awaitRegistration: () => Promise.resolve('pending' as const) };
    ports = { ...ports, door: late };
    expect(await take()).toMatchObject({ ok: false, problem: { code: 'unavailable' } });
    ports = { ...ports, door: { ...late, awaitRegistration: registering } };
    expect(await take()).toMatchObject({ ok: true });
    expect(town.database.requests.size).toBe(1);
  });

  it('needs a phone log', async () => {
    town.accounts.put(fakeAccount());
    expect(await take()).toMatchObject({ ok: false, problem: { code: 'conflict' } });
  });
});
