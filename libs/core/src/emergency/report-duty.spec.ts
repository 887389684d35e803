import { describe, expect, it } from '@jest/globals';

import { MemoryDutyStore } from '../../../../test/support/fakes/memory-duty-store.js';
import { fakeStaffId } from '../../../../test/support/fakes/memory-town.js';
import { PagingTown } from '../../../../test/support/fakes/paging-town.js';
import { addMilliseconds, HOUR, MINUTE } from '../time/instant.js';
import { reportDuty, type SaidDuty } from './report-duty.js';

async function spilled() {
  const town = new PagingTown();
  const request = await town.receive({ text: 'Sewage in the street' });
  town.clock.advance(2 * HOUR);
  const duties = new MemoryDutyStore(town.database);
  const { clock, newId, town: current } = town;
  const report = (said: Partial<SaidDuty>, requestNumber = request.number) =>
    reportDuty(
      { duties, clock, newId, town: current },
      { requestNumber, staffId: fakeStaffId },
      { outcome: 'spoken', spokeTo: 'J. Doe, DEQ', at: town.clock.now(), ...said },
    );
  const duty = () => town.database.clocks.all().find(({ kind }) => kind === 'duty');
  return { town, request, report, duty };
}

describe('the duty to report a spill', () => {
  it('is done by having spoken to somebody, at that time', async () => {
    const { town, report, duty, request } = await spilled();
    const at = addMilliseconds(town.clock.now(), -10 * MINUTE);
    const answer = await report({ at, gallons: 1_200, waterBody: 'Swift Creek' });
    expect(answer).toEqual({ ok: true, value: { completed: true } });
    expect(duty()).toMatchObject({ state: 'met', metAt: at });
    expect(town.database.dutyReports.all()).toMatchObject([
      { outcome: 'spoken', spokeTo: 'J. Doe, DEQ', gallons: 1_200, staffId: fakeStaffId },
    ]);
    expect(town.database.audit.all().at(-1)).toMatchObject({ action: 'duty.reported' });
    const first = town.database.clocks.all().find(({ kind }) => kind === 'first_response');
    expect(town.request(request.id).nextDeadlineAt).toBe(first?.dueAt);
  });

  it.each(['voicemail', 'fax'] as const)('is not done by a %s, which is kept', async (outcome) => {
    const { town, report, duty } = await spilled();
    expect(await report({ outcome })).toEqual({ ok: true, value: { completed: false } });
    expect(duty()).toMatchObject({ state: 'running', metAt: null });
    expect(town.database.dutyReports.all()).toMatchObject([{ outcome }]);
  });

  it('is refused without a name, in the future, and where there is no spill', async () => {
    const { town, report, duty } = await spilled();
    expect(await report({ spokeTo: undefined })).toMatchObject({
      problem: { faults: [{ field: 'spokeTo' }] },
    });
    const at = addMilliseconds(town.clock.now(), 1);
    expect(await report({ at })).toMatchObject({ problem: { faults: [{ field: 'at' }] } });
    expect(await report({}, 'FM26-000099-0')).toMatchObject({ problem: { code: 'not-found' } });
    const other = await town.receive({ text: 'A pothole', sender: { address: '+12025550177' } });
    expect(await report({}, other.number)).toMatchObject({ problem: { code: 'not-found' } });
    expect([duty()?.state, town.database.dutyReports.size]).toEqual(['running', 0]);
  });
});
