import { expect, it } from '@jest/globals';

import type { Alert } from '#core/alert/alert';
import type { PlannedAlert } from '#core/alert/plan-alert';
import { acknowledge } from '#core/emergency/acknowledge';
import type { Emergency, EmergencyChange, EmergencyStep } from '#core/emergency/emergency';
import { EMERGENCY_SERIES } from '#core/emergency/emergency';
import type { ReportedByStaff } from '#core/emergency/emergency-store';
import { StoreConflict } from '#core/error/store-errors';
import { dedupeKeyOf } from '#core/identity/binary-key';
import type { StaffId } from '#core/identity/ids';
import { shippedServices } from '#core/service/shipped-services';
import { MINUTE } from '#core/time/instant';

import { addRequest, audit, later, newId, staff, start } from './sample-rows.js';
import { onAllStores, type OpenStores } from './store-suites.js';

onAllStores('an emergency store', ({ stores }) => {
  it('gives back what registration wrote, with the numbers and names that people know', async () => {
    const request = await addRequest(stores().registrations);
    const opened = await open(stores(), { requestId: request.id });
    const expected = {
      ...{ ...opened, requestNumber: request.number, acknowledgedByName: null },
      record: [{ ...firstStep(opened), staffName: null, requestNumber: request.number }],
    };
    expect(await stores().emergencies.find(opened.number)).toEqual(expected);
    expect(await stores().emergencies.ofRequest(request.id)).toEqual([expected]);
    expect(await stores().emergencies.find(99)).toBeNull();
    expect(await stores().emergencies.ofRequest(newId())).toEqual([]);
  });

  it('offers to registration those of the kind that are young or wait for somebody', async () => {
    const { registrations } = stores();
    const young = await open(stores(), { nextPageAt: null, openedAt: later(1) });
    const waiting = await open(stores(), { openedAt: later(-HOURS) });
    await open(stores(), { openedAt: later(-HOURS), nextPageAt: null });
    const otherKind = await open(stores(), { kind: 'water' });
    const found = await registrations.transaction((transaction) =>
      transaction.lockEmergencies({ kinds: ['sewer'], since: start, requestIds: [] }),
    );
    expect(found.map(({ id }) => id)).toEqual([young.id, waiting.id]);
    const named = await registrations.transaction((transaction) =>
      transaction.lockEmergencies({ kinds: [], since: start, requestIds: [otherKind.requestId] }),
    );
    expect(named).toEqual([otherKind]);
    const none = { kinds: [], since: start, requestIds: [] };
    expect(
      await registrations.transaction((transaction) => transaction.lockEmergencies(none)),
    ).toEqual([]);
  });

  it('tells registration whose pages wait for somebody, the newest first', async () => {
    const { registrations, alerts } = stores();
    const [bo, cy] = [newId<'Staff'>(), newId<'Staff'>()];
    const requests = [await addRequest(registrations), await addRequest(registrations)];
    const [first, second] = [
      await open(stores(), { requestId: requests[0]?.id ?? newId() }),
      await open(stores(), { requestId: requests[1]?.id ?? newId() }),
    ];
    const taken = await open(stores(), { state: 'acknowledged', nextPageAt: null });
    const old = await open(stores(), { openedAt: later(-HOURS) });
    const pages = [page(first, bo, 1), page(second, bo, 2), page(first, cy, 3)];
    await alerts.add([...pages, page(taken, bo, 4), page(old, bo, 5)]);
    const find = (people: readonly StaffId[]) =>
      registrations.transaction((transaction) => transaction.findPages(people, later(-1)));
    const [one, other] = requests.map(({ number }) => number);
    expect((await find([bo])).map((row) => ({ ...row }))).toEqual([
      { emergencyId: second.id, staffId: bo, number: other },
      { emergencyId: first.id, staffId: bo, number: one },
    ]);
    expect(await find([bo, cy])).toHaveLength(3);
    expect(await find([newId<'Staff'>()])).toEqual([]);
  });

  it('names those whose turn has come, the longest waiting first', async () => {
    const { emergencies } = stores();
    const second = await open(stores(), { nextPageAt: later(2) });
    const first = await open(stores(), { nextPageAt: later(1) });
    await open(stores(), { nextPageAt: null, state: 'told' });
    expect(await emergencies.due(later(0), 10)).toEqual([]);
    expect(await emergencies.due(later(1), 10)).toEqual([first.id]);
    expect(await emergencies.due(later(2), 10)).toEqual([first.id, second.id]);
    expect(await emergencies.due(later(2), 1)).toEqual([first.id]);
  });

  it('writes a change whole, and no step twice', async () => {
    const { emergencies } = stores();
    const opened = await open(stores());
    const change = acknowledge(opened, staff, 'link', later(5));
    if (change === null) throw new Error('It waits.');
    expect(
      await emergencies.change(opened.id, async (transaction, found) => {
        expect(found).toMatchObject(opened);
        await transaction.write(change);
        await transaction.insertAudit(audit(`emergency:${opened.id}`));
        return 'done';
      }),
    ).toBe('done');
    expect(await emergencies.find(opened.number)).toMatchObject({
      ...{ state: 'acknowledged', nextPageAt: null, acknowledgedAt: later(5) },
      record: [{ kind: 'opened' }, { kind: 'acknowledged', staffId: staff, detail: 'link' }],
    });
    await expect(
      emergencies.change(opened.id, (transaction) => transaction.write(change)),
    ).rejects.toThrow(StoreConflict);
    expect(await emergencies.change(newId(), () => Promise.resolve('found'))).toBeNull();
  });

  it('writes nothing of a change that fails', async () => {
    const { emergencies } = stores();
    const opened = await open(stores());
    const change = acknowledge(opened, staff, 'link', later(5));
    const failing = emergencies.change(opened.id, async (transaction) => {
      if (change !== null) await transaction.write(change);
      throw new Error('The process died.');
    });
    await expect(failing).rejects.toThrow('died');
    expect(await emergencies.find(opened.number)).toMatchObject({ state: 'paging', steps: 1 });
  });

  it('lists the newest first, on demand those that wait for somebody', async () => {
    const { emergencies } = stores();
    const one = await open(stores());
    const two = await open(stores(), { state: 'acknowledged', nextPageAt: null });
    const numbers = async (waiting: boolean, limit = 10) =>
      (await emergencies.list({ waiting, limit })).map(({ number }) => number);
    expect(await numbers(false)).toEqual([two.number, one.number]);
    expect(await numbers(true)).toEqual([one.number]);
    expect(await numbers(false, 1)).toEqual([two.number]);
  });

  it('opens for a request that a person flagged, which shows the kind from then on', async () => {
    const { emergencies, requests } = stores();
    const request = await addRequest(stores().registrations, { emergencies: ['water'] });
    const opened = sample({ requestId: request.id, kind: 'sewer' });
    const flagged = { requestNumber: request.number, kind: 'sewer', since: start } as const;
    const decide = (nextNumber: number): ReportedByStaff => ({
      change: changeOf({ ...opened, number: nextNumber }),
      duty: null,
      audit: audit(`request:${request.id}`),
    });
    await emergencies.report(flagged, ({ nextNumber, requestId, subject }) => {
      expect([requestId, subject]).toEqual([request.id, request.subject]);
      return decide(nextNumber);
    });
    expect(await requests.findSummary(request.number)).toMatchObject({
      emergencies: ['sewer', 'water'],
    });
    const [listed] = await emergencies.list({ waiting: true, limit: 1 });
    expect(listed).toMatchObject({ id: opened.id });
    await stores().registrations.transaction(async (transaction) => {
      const next = await transaction.takeNumbers(EMERGENCY_SERIES, 0);
      expect(next).toBe((listed?.number ?? 0) + 1);
    });
    const unknown = { ...flagged, requestNumber: 'FM26-999999-9' };
    expect(await emergencies.report(unknown, () => decide(1))).toBeNull();
  });
});

onAllStores('a service store', ({ stores }) => {
  it('lists the 25 services that a town begins with', async () => {
    const services = await stores().services.list();
    expect(services).toHaveLength(25);
    const byCode = (code: string) => services.find((service) => service.code === code);
    for (const shipped of shippedServices) expect(byCode(shipped.code)).toEqual(shipped);
  });
});

const HOURS = 120 * MINUTE;

/** A page to somebody, so many milliseconds after the start. */
function page({ id, requestId }: Emergency, staffId: StaffId, at: number): PlannedAlert {
  const alert: Alert = {
    id: newId<'Alert'>(),
    key: dedupeKeyOf('page', id, staffId),
    ...{ kind: 'page', subject: `emergency:${id}`, requestId, staffId, title: 'EMERGENCY' },
    ...{ text: 'Sewage', urgent: true, state: 'open', transport: 0, tried: [], outboxId: null },
    ...{ lookAt: later(at), createdAt: later(at) },
  };
  return { alert, entry: null };
}

async function open(stores: OpenStores, changes: Partial<Emergency> = {}): Promise<Emergency> {
  const requestId = changes.requestId ?? (await addRequest(stores.registrations)).id;
  return stores.registrations.transaction(async (transaction) => {
    const number = await transaction.takeNumbers(EMERGENCY_SERIES, 0);
    expect(await transaction.takeNumbers(EMERGENCY_SERIES, 1)).toBe(number);
    const opened = sample({ ...changes, requestId, number });
    await transaction.writeEmergencies([changeOf(opened)]);
    return opened;
  });
}

function sample(changes: Partial<Emergency>): Emergency {
  return {
    id: newId<'Emergency'>(),
    number: 1,
    kind: 'sewer',
    state: 'paging',
    requestId: newId<'ServiceRequest'>(),
    place: '214 oak st',
    evidence: 'sewage',
    words: 'Aguas negras en la calle ñ 🚨',
    unverified: false,
    openedAt: start,
    reports: 1,
    steps: 1,
    turns: 0,
    nextPageAt: start,
    acknowledgedAt: null,
    acknowledgedBy: null,
    ...changes,
  };
}

function firstStep({ id, requestId, openedAt }: Emergency): EmergencyStep {
  return {
    ...{ emergencyId: id, step: 0, kind: 'opened', staffId: null, requestId, at: openedAt },
    detail: 'words',
  };
}

function changeOf(emergency: Emergency): EmergencyChange {
  return { emergency, isNew: true, steps: [firstStep(emergency)] };
}
