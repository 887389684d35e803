import { describe, expect, it } from '@jest/globals';

import {
  fakeAccount,
  fakeAccountId,
  fakeAdapter,
} from '../../../../test/support/fakes/fake-channel.js';
import { PagingTown } from '../../../../test/support/fakes/paging-town.js';
import { sweepAlerts } from '../alert/sweep-alerts.js';
import type { ChannelAccountId } from '../identity/ids.js';
import type { CheckpointName } from '../intake/checkpoint.js';
import { MINUTE, SECOND } from '../time/instant.js';
import { acknowledgeEmergency, flagEmergency } from './manage-emergencies.js';
import { sweepEmergencies } from './sweep-emergencies.js';

function townOnCall(at?: string): PagingTown {
  const town = new PagingTown(at);
  for (const name of ['Bo', 'Cy']) town.hire(name, 'advocate');
  town.hire('Ana', 'supervisor');
  town.onCall('Bo', ['Cy'], ['Ana']);
  return town;
}

const sweep = (town: PagingTown) => sweepEmergencies(town.sweepPorts, town.clock.now());

describe('an emergency after hours', () => {
  it('pages the person on call with what they need, before anything else leaves', async () => {
    const town = townOnCall();
    const request = await town.receive({ text: 'There is sewage in the street at 214 Oak Street' });
    await sweep(town);
    expect(town.paged()).toEqual(['Bo']);
    const page = town.database.outbox.all().find(({ kind }) => kind === 'emergency-page');
    expect(page).toMatchObject({ requestId: request.id, requestNumber: request.number });
    expect(page?.body).toContain('sewage in the street at 214 Oak Street');
    expect(page?.body).toContain('Place: 214 oak st');
    expect(page?.body).toContain('https://town.example/page/');
    const [alert] = town.database.alerts.all();
    expect(alert).toMatchObject({ kind: 'page', urgent: true });
    expect(alert?.title).toBe(`EMERGENCY Sewer ${request.number} 214 oak st`);
  });

  it('goes to the next person every five minutes, then the supervisor, then round again', async () => {
    const town = townOnCall();
    await town.receive({ text: 'Water main break!' });
    for (let turn = 0; turn < 5; turn += 1) {
      await sweep(town);
      town.clock.advance(5 * MINUTE - 1);
      await sweep(town);
      expect(town.paged()).toHaveLength(turn + 1);
      town.clock.advance(1);
    }
    expect(town.paged()).toEqual(['Bo', 'Cy', 'Ana', 'Bo', 'Cy']);
  });

  it('ends with an acknowledgement, and keeps its whole record', async () => {
    const town = townOnCall();
    const request = await town.receive({ text: 'No water in the whole street' });
    await sweep(town);
    town.clock.advance(5 * MINUTE);
    await sweep(town);
    const [emergency] = town.database.emergencies.all();
    const cy = town.database.staff.all().find(({ name }) => name === 'Cy');
    if (emergency === undefined || cy === undefined) throw new Error('There are both.');
    const by = { staffId: cy.id, how: 'link' } as const;
    expect(await acknowledgeEmergency(town, emergency.id, by)).toBe('acknowledged');
    expect(await acknowledgeEmergency(town, emergency.id, by)).toBe('already');
    town.clock.advance(60 * MINUTE);
    await sweep(town);
    expect(town.paged()).toEqual(['Bo', 'Cy']);
    const [detail] = await town.emergencies.ofRequest(request.id);
    expect(detail).toMatchObject({ number: 1, state: 'acknowledged', acknowledgedByName: 'Cy' });
    expect(detail?.record.map(({ kind, staffName }) => [kind, staffName])).toEqual([
      ['opened', null],
      ['paged', 'Bo'],
      ['paged', 'Cy'],
      ['acknowledged', 'Cy'],
    ]);
  });

  it('passes over at once whom nobody can reach, and says so', async () => {
    const town = new PagingTown();
    town.hire('Bo', 'advocate', null);
    town.hire('Cy', 'advocate');
    town.onCall('Bo', ['Gone', 'Cy'], []);
    await town.receive({ text: 'Water main break!' });
    await sweep(town);
    expect(town.paged()).toEqual(['Cy']);
    const kinds = town.database.emergencySteps.all().map(({ kind }) => kind);
    expect(kinds).toEqual(['opened', 'failed', 'failed', 'paged']);
  });

  it('pages all supervisors and administrators, with an alarm, when nobody is on call', async () => {
    const town = new PagingTown();
    for (const name of ['Ana', 'Abe']) town.hire(name, 'supervisor');
    town.hire('Zoe', 'administrator');
    town.hire('Bo', 'advocate');
    await town.receive({ text: 'Water main break!' });
    expect(await sweep(town)).toEqual({ told: 3, alarms: 1 });
    expect(town.paged().toSorted()).toEqual(['Abe', 'Ana', 'Zoe']);
    town.clock.advance(5 * MINUTE);
    expect(await sweep(town)).toEqual({ told: 3, alarms: 1 });
  });

  it('goes on alarming when there is nobody at all', async () => {
    const town = new PagingTown();
    await town.receive({ text: 'Water main break!' });
    expect(await sweep(town)).toEqual({ told: 0, alarms: 1 });
    town.clock.advance(5 * MINUTE);
    expect(await sweep(town)).toEqual({ told: 0, alarms: 1 });
  });

  const steps: readonly CheckpointName[] = ['page:decided', 'page:written', 'page:committed'];
  it.each(steps)(
    'pages once when the sweep dies at %s and when two sweep at once',
    async (step) => {
      const town = townOnCall();
      await town.receive({ text: 'Water main break!' });
      town.atStep = (name) => {
        if (name === step) throw new Error('The process died.');
      };
      await expect(sweep(town)).rejects.toThrow('died');
      town.atStep = () => undefined;
      await Promise.all([sweep(town), sweep(town)]);
      expect(town.paged()).toEqual(['Bo']);
      town.clock.advance(5 * MINUTE);
      await Promise.all([sweep(town), sweep(town)]);
      expect(town.paged()).toEqual(['Bo', 'Cy']);
    },
  );
});

describe('a page whose provider is down', () => {
  it('leaves by the next account within a minute, while the next person is still to come', async () => {
    const town = townOnCall();
    const second = fakeAccount({
      id: '00000000-0000-7000-8000-00000000acc2' as ChannelAccountId,
      code: 'second',
      adapter: { ...fakeAdapter(), addressTo: ({ address }) => `second ${address}` },
    });
    town.accounts.put(second);
    await town.receive({ text: 'Water main break!' });
    await sweep(town);
    town.clock.advance(MINUTE);
    await sweepAlerts({ ...town.sweepPorts, alerts: town.alerts }, town.clock.now());
    await sweep(town);
    expect(town.paged()).toEqual(['Bo', 'second Bo@town.example']);
    const accounts = town.database.outbox
      .all()
      .filter(({ kind }) => kind === 'emergency-page')
      .map(({ channelAccountId }) => channelAccountId);
    expect(accounts).toEqual([fakeAccountId, second.id]);
  });
});

describe('reports of an emergency', () => {
  it('are one page within half an hour, and all of them are on record', async () => {
    const town = townOnCall();
    for (let neighbour = 0; neighbour < 5; neighbour += 1) {
      await town.receive({
        text: 'There is sewage in the street',
        sender: { address: `+1202555010${String(neighbour)}` },
      });
      await sweep(town);
      town.clock.advance(10 * SECOND);
    }
    expect(town.paged()).toEqual(['Bo']);
    expect(town.database.emergencies.all()).toMatchObject([{ reports: 5 }]);
  });

  it('are separate when their places clearly differ, or their kinds do', async () => {
    const town = townOnCall();
    const say = (text: string, address: string) => town.receive({ text, sender: { address } });
    await say('sewage in the street at Oak Street', '+12025550101');
    await say('sewage in the road at Pine Avenue', '+12025550102');
    await say('more sewage, Oak St', '+12025550103');
    await say('water main break at Oak Street', '+12025550104');
    await sweep(town);
    expect(town.database.emergencies.all().map(({ kind, reports }) => [kind, reports])).toEqual([
      ['sewer', 2],
      ['sewer', 1],
      ['water', 1],
    ]);
    expect(town.paged()).toHaveLength(3);
  });

  it('open a new one half an hour later when somebody has the first', async () => {
    const town = townOnCall();
    await town.receive({ text: 'sewage in the street' });
    const [first] = town.database.emergencies.all();
    const bo = town.database.staff.all().find(({ name }) => name === 'Bo');
    if (first === undefined || bo === undefined) throw new Error('There are both.');
    await acknowledgeEmergency(town, first.id, { staffId: bo.id, how: 'link' });
    town.clock.advance(30 * MINUTE - 1);
    await town.receive({ text: 'sewage in the street', sender: { address: '+12025550102' } });
    expect(town.database.emergencies.size).toBe(1);
    town.clock.advance(1);
    await town.receive({ text: 'sewage in the street', sender: { address: '+12025550103' } });
    expect(town.database.emergencies.size).toBe(2);
  });

  it('may come from a person who flags a request', async () => {
    const town = townOnCall();
    const request = await town.receive({ text: 'It looks bad at the corner' });
    const bo = town.database.staff.all().find(({ name }) => name === 'Bo');
    const flagged = { requestNumber: request.number, kind: 'water' } as const;
    if (bo === undefined) throw new Error('There is Bo.');
    expect(await flagEmergency(town, flagged, bo.id)).toMatchObject({
      value: { emergency: 'E-1', opened: true },
    });
    await sweep(town);
    expect(town.paged()).toEqual(['Bo']);
    expect(town.request(request.id).emergencies).toEqual(['water']);
    const unknown = { requestNumber: 'FM26-000099-0', kind: 'water' } as const;
    expect(await flagEmergency(town, unknown, bo.id)).toMatchObject({ ok: false });
  });
});

describe('an emergency in opening hours', () => {
  it('is told to the supervisors at once and wakes nobody on call', async () => {
    const town = townOnCall('2026-11-16T15:00:00Z');
    await town.receive({ text: 'Water main break!' });
    await sweep(town);
    expect(town.paged()).toEqual(['Ana']);
    town.clock.advance(60 * MINUTE);
    await sweep(town);
    expect(town.paged()).toEqual(['Ana']);
    expect(town.database.emergencies.all()).toMatchObject([{ state: 'told', nextPageAt: null }]);
  });
});
