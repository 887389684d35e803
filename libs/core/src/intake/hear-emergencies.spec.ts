import { describe, expect, it } from '@jest/globals';

import { fakeMessage } from '../../../../test/support/fakes/fake-channel.js';
import { PagingTown } from '../../../../test/support/fakes/paging-town.js';
import { addMilliseconds, DAY, HOUR } from '../time/instant.js';

describe('a message that speaks of an emergency', () => {
  it('flags its request and says that the crew is being told, with number and promise', async () => {
    const town = new PagingTown();
    const request = await town.receive({ text: 'Sewage in the street!', language: 'en' });
    expect(request.emergencies).toEqual(['sewer']);
    const [acknowledgement] = town.database.outbox.all();
    expect(acknowledgement?.body).toMatch(/^We are telling the crew on call now\.\n\n/);
    expect(acknowledgement?.body).toContain(request.number);
  });

  it('says in Spanish to call 911 when somebody may be in danger, by day and by night', async () => {
    for (const at of ['2026-11-17T01:00:00Z', '2026-11-16T15:00:00Z']) {
      const town = new PagingTown(at);
      const request = await town.receive({ text: 'Huele a gas', language: 'es' });
      expect(request.emergencies).toEqual(['life-safety']);
      expect(request.status).toBe('new');
      expect(town.database.outbox.all()[0]?.body).toContain('Llame al 911 ahora');
    }
  });

  it('promises nothing of a crew in opening hours', async () => {
    const town = new PagingTown('2026-11-16T15:00:00Z');
    await town.receive({ text: 'Sewage in the street!' });
    expect(town.database.outbox.all()[0]?.body).not.toContain('crew');
  });

  it('counts when it comes later on an open request, and is answered once', async () => {
    const town = new PagingTown();
    const request = await town.receive({ text: 'A bad smell here' });
    expect(town.database.emergencies.size).toBe(0);
    await town.receive({ text: 'I smell gas now, and sewage is in the street' });
    expect(town.request(request.id).emergencies.toSorted()).toEqual(['life-safety', 'sewer']);
    const answers = () =>
      town.database.outbox.all().filter(({ body }) => body.includes('Call 911 now'));
    expect(answers()).toMatchObject([{ kind: 'status', requestNumber: request.number }]);
    await town.receive({ text: 'I still smell gas' });
    expect(answers()).toHaveLength(1);
  });

  it('counts when it comes in the same batch as the first message', async () => {
    const town = new PagingTown();
    await town.accept(
      fakeMessage({ text: 'A bad smell here' }),
      fakeMessage({ text: 'It is gas, I smell gas' }),
    );
    await town.register();
    const [request] = town.database.requests.all();
    expect(request?.emergencies).toEqual(['life-safety']);
    const [only, ...others] = town.database.outbox.all();
    expect(others).toEqual([]);
    expect(only?.body).toContain('Call 911 now');
  });

  it('of no emergency asks the database for nothing more', async () => {
    const town = new PagingTown();
    const statements: string[] = [];
    town.database.onStatement = (statement) => statements.push(statement);
    await town.receive({ text: 'The dog next door is barking' });
    expect(statements.join()).not.toMatch(/Emergenc/);
    expect(statements.filter((statement) => statement === 'takeNumbers')).toHaveLength(1);
    expect(town.database.emergencies.size).toBe(0);
  });

  it('by its service counts whatever the words', async () => {
    const town = new PagingTown();
    const request = await town.receive({ text: 'please come', serviceCode: 'wa-main' });
    expect(request.emergencies).toEqual(['water']);
    const [step] = town.database.emergencySteps.all();
    expect(step?.detail).toBe('service WA-MAIN');
  });

  it('of long ago is flagged and wakes nobody', async () => {
    const town = new PagingTown();
    const occurredAt = addMilliseconds(town.clock.now(), -DAY - 1);
    const request = await town.receive({ text: 'Sewage in the street', occurredAt });
    expect(request.emergencies).toEqual(['sewer']);
    expect(town.database.emergencies.size).toBe(0);
  });

  it('of a sender who could not be verified pages too, and gets no answer', async () => {
    const town = new PagingTown();
    await town.receive({ text: 'Sewage in the street', sender: { authentic: false } });
    expect(town.database.emergencies.all()).toMatchObject([{ unverified: true }]);
    expect(town.database.outbox.size).toBe(0);
  });

  it('starts the duty clock of a sewer overflow: 24 hours by the wall clock, once', async () => {
    const town = new PagingTown();
    const request = await town.receive({ text: 'Sewage in the street' });
    await town.receive({ text: 'The sewage is still in the street' });
    const duty = town.database.clocks.all().filter(({ kind }) => kind === 'duty');
    expect(duty).toMatchObject([
      {
        requestId: request.id,
        state: 'running',
        dueAt: addMilliseconds(request.requestedAt, 24 * HOUR),
      },
    ]);
  });
});

describe('an answer of staff to a page', () => {
  async function paged() {
    const town = new PagingTown();
    const bo = town.hire('Bo', 'advocate', 'bo@town.example');
    const request = await town.receive({ text: 'Sewage in the street' });
    const sender = { kind: 'email', address: 'bo@town.example' };
    const token = town.replyTokens.issue(request.number, sender);
    const evidence = { signedReferences: [], repliesTo: [], replyTokens: [token] };
    const answer = async (text: string, authentic = true) => {
      await town.accept(fakeMessage({ text, evidence, sender: { ...sender, authentic } }));
      await town.register();
      return town.database.envelopes.all().at(-1)?.outcome;
    };
    return { town, bo, request, answer };
  }

  it('takes the emergency with a word, and stands on the request as a note', async () => {
    const { town, bo, request, answer } = await paged();
    expect(await answer('Voy, 20 minutos')).toBe('answered');
    expect(town.database.emergencies.all()).toMatchObject([
      { state: 'acknowledged', acknowledgedBy: bo, nextPageAt: null },
    ]);
    const note = town.database.messages.all().at(-1);
    expect(note).toMatchObject({ direction: 'note', staffId: bo, requestId: request.id });
    expect(town.database.requests.size).toBe(1);
  });

  it('with other words is a note and leaves the waiting as it is', async () => {
    const { town, answer } = await paged();
    expect(await answer('Which side of the street?')).toBe('answered');
    expect(town.database.emergencies.all()).toMatchObject([{ state: 'paging' }]);
    expect(town.database.messages.all().at(-1)).toMatchObject({ direction: 'note' });
  });

  it('that is forged takes nothing: it is an unverified request like any other', async () => {
    const { town, answer } = await paged();
    expect(await answer('OK', false)).toBe('created');
    expect(town.database.emergencies.all()).toMatchObject([{ state: 'paging' }]);
    expect(town.database.requests.all().at(-1)).toMatchObject({ unverifiedSender: true });
  });

  it('of somebody who is no staff joins as a message of a citizen', async () => {
    const { town, request } = await paged();
    const sender = { kind: 'email', address: 'neighbour@town.example' };
    const token = town.replyTokens.issue(request.number, sender);
    const evidence = { signedReferences: [], repliesTo: [], replyTokens: [token] };
    await town.accept(fakeMessage({ text: 'OK', evidence, sender }));
    await town.register();
    expect(town.database.envelopes.all().at(-1)?.outcome).toBe('joined');
    expect(town.database.emergencies.all()).toMatchObject([{ state: 'paging' }]);
  });
});
