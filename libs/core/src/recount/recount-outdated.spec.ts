import { describe, expect, it } from '@jest/globals';

import {
  closing,
  dues,
  never,
  statuses,
  townWith,
  tuesdayTen,
  valueOf,
  wednesdayTen,
} from '../../../../test/support/closure-samples.js';
import type { MemoryTown } from '../../../../test/support/fakes/memory-town.js';
import { declareClosure } from './declare-closure.js';
import { RECOUNT_PAGE_SIZE, recountOutdated } from './recount-outdated.js';

describe('counting open clocks anew', () => {
  const many = RECOUNT_PAGE_SIZE + 3;

  it('finds the clock of a registration that knew only the calendar before', async () => {
    const town = await townWith(0);
    const old = town.snapshot;
    await declareClosure(town.calendarPorts, closing(), never);
    const fresh = town.snapshot;
    town.snapshot = old;
    await town.receive();
    town.snapshot = fresh;
    expect(dues(town)).toEqual([tuesdayTen]);
    const decision = fresh.calendars.get('default');
    if (decision === undefined) throw new Error('No calendar.');
    const recounting = await recountOutdated(town.calendarPorts, decision, never);
    expect(recounting).toMatchObject({ moved: 1, finished: true });
    expect(dues(town)).toEqual([wednesdayTen]);
  });

  it.each(['recount:planned', 'recount:committed'] as const)(
    'ends the same when it dies after each %s and is begun again',
    async (step) => {
      const whole = await townWith(many);
      await declareClosure(whole.calendarPorts, closing({ tellCitizens: true }), never);
      const broken = await townWith(many);
      for (let deaths = 0; deaths < 4; deaths += 1) {
        let alive = deaths < 3;
        const checkpoint = (name: string) => {
          if (name !== step || !alive) return;
          alive = false;
          throw new Error('killed');
        };
        const ports = { ...broken.calendarPorts, checkpoint };
        await declareClosure(ports, closing({ tellCitizens: true }), never).catch(() => undefined);
      }
      expect(endState(broken)).toEqual(endState(whole));
      expect(statuses(broken)).toHaveLength(many);
      expect(broken.database.documents.size).toBe(1);
    },
  );

  it('stops between pages when asked to, and says that it is not finished', async () => {
    const town = await townWith(many);
    let pages = 0;
    const afterOne = () => {
      pages += 1;
      return pages > 1;
    };
    const changed = valueOf(await declareClosure(town.calendarPorts, closing(), afterOne));
    expect(changed).toMatchObject({ moved: RECOUNT_PAGE_SIZE, finished: false });
    const rest = valueOf(await declareClosure(town.calendarPorts, closing(), never));
    expect(rest).toMatchObject({ moved: 3, finished: true });
  });
});

/** All that a change leaves, without the ids. */
function endState(town: MemoryTown) {
  const { clocks, requests, segments, audit } = town.database;
  return {
    clocks: clocks.all().map(({ dueAt, calendarVersion, nextStepAt }) => ({
      ...{ dueAt, calendarVersion, nextStepAt },
    })),
    requests: requests.all().map(({ number, expectedAt, nextDeadlineAt }) => ({
      ...{ number, expectedAt, nextDeadlineAt },
    })),
    told: statuses(town).map(({ requestNumber, body }) => `${requestNumber} ${body}`),
    moves: segments.all().filter(({ kind }) => kind === 'due-moved').length,
    audited: audit
      .all()
      .filter(({ action }) => action === 'clocks.recounted')
      .reduce((sum, { detail }) => sum + Number(detail['moved']), 0),
  };
}
