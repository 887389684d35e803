import { expect, it } from '@jest/globals';

import type { SlaClockId } from '#core/identity/ids';
import type { OpenClock, RecountedPage } from '#core/recount/recount-store';
import { streamKeyOf } from '#core/request/stream-key';
import { HOUR, type Instant } from '#core/time/instant';

import { addRequest, audit, later, newId, outboxEntry, start } from './sample-rows.js';
import { onAllStores, type OpenStores } from './store-suites.js';

const outdated = { calendarName: 'default', calendarVersion: 2, limit: 10 };

onAllStores('a recount store', ({ stores }) => {
  it('gives every open clock of a calendar once, with its ledger and what was told', async () => {
    const { registrations, recounts } = stores();
    const rows = [];
    for (let made = 0; made < 5; made += 1) rows.push(await addRequest(registrations));
    const [first] = rows;
    if (first === undefined) throw new Error('No request.');
    await tell(stores(), first.id);
    const seen = await allOpen(stores(), 'default', 2);
    expect(seen.map(({ request }) => request.id).toSorted()).toEqual(rows.map(({ id }) => id));
    expect(new Set(seen.map(({ clock }) => clock.id)).size).toBe(5);
    const one = seen.find(({ request }) => request.id === first.id);
    expect(one).toMatchObject({
      clock: { requestId: first.id, state: 'running', calendarVersion: 1, startedAt: start },
      history: [{ kind: 'running', fromAt: start, cause: 'envelope:1' }],
      request: { number: first.number, expectedAt: first.expectedAt, acknowledged: true },
    });
    expect(seen.filter(({ request }) => request.acknowledged)).toHaveLength(1);
    expect(await allOpen(stores(), 'water', 2)).toEqual([]);
    const pages = [];
    for await (const page of recounts.openClocks('default', 2)) pages.push(page.length);
    expect(pages).toEqual([2, 2, 1]);
  });

  it('writes the clocks, ledgers, deadlines and messages of a page together', async () => {
    const { registrations, recounts, requests } = stores();
    const { id } = await addRequest(registrations, { nextDeadlineAt: later(HOUR) });
    const dueAt = later(5 * HOUR);
    const told = outboxEntry(id, { kind: 'status', body: 'Later.' });
    const found = await recounts.recountPage(outdated, (clocks) => ({
      ...movedTo(dueAt, clocks),
      messages: [told],
    }));
    expect(found).toBe(1);
    const detail = await requests.findById(id);
    expect(detail).toMatchObject({
      nextDeadlineAt: dueAt,
      expectedAt: dueAt,
      streamKey: streamKeyOf(id, dueAt),
      clocks: [{ dueAt }],
      timeline: [{ text: 'Later.', automatic: true }],
    });
    const [open] = await allOpen(stores(), 'default', 10);
    expect(open?.clock).toMatchObject({ dueAt, calendarVersion: 2, nextStepAt: dueAt });
    expect(open?.history.at(-1)).toMatchObject({ kind: 'due-moved', dueAt, reason: 'Snow' });
  });

  it('shows the clocks of one request, met ones too, with their ledgers', async () => {
    const { registrations, clocks } = stores();
    const { id } = await addRequest(registrations);
    await addRequest(registrations);
    expect(await clocks.ofRequest(id)).toMatchObject([
      { clock: { requestId: id, kind: 'first_response' }, history: [{ kind: 'running' }] },
    ]);
    expect(await clocks.ofRequest(newId<'ServiceRequest'>())).toEqual([]);
  });

  it('takes only what was counted in an older version, until nothing is left', async () => {
    const { registrations, recounts } = stores();
    for (let made = 0; made < 3; made += 1) await addRequest(registrations);
    const page = { ...outdated, limit: 2 };
    const sizes: number[] = [];
    const plan = (clocks: readonly OpenClock[]) => {
      sizes.push(clocks.length);
      return movedTo(later(HOUR), clocks);
    };
    expect(await recounts.recountPage(page, plan)).toBe(2);
    expect(await recounts.recountPage(page, plan)).toBe(1);
    expect(await recounts.recountPage(page, plan)).toBe(0);
    expect(sizes).toEqual([2, 1]);
  });

  it('leaves everything as it was when the plan fails', async () => {
    const { registrations, recounts } = stores();
    const row = await addRequest(registrations, { nextDeadlineAt: later(HOUR) });
    const failing = recounts.recountPage(outdated, () => {
      throw new Error('killed');
    });
    await expect(failing).rejects.toThrow('killed');
    const [open] = await allOpen(stores(), 'default', 10);
    expect(open?.clock).toMatchObject({ calendarVersion: 1, dueAt: row.nextDeadlineAt });
  });

  it('lets two workers count the same page once', async () => {
    const { registrations, recounts } = stores();
    for (let made = 0; made < 4; made += 1) await addRequest(registrations);
    const seen: SlaClockId[] = [];
    const work = async () => {
      const plan = (clocks: readonly OpenClock[]) => {
        seen.push(...clocks.map(({ clock }) => clock.id));
        return movedTo(later(HOUR), clocks);
      };
      while ((await recounts.recountPage(outdated, plan)) > 0);
    };
    await Promise.all([work(), work()]);
    expect(seen).toHaveLength(4);
    const open = await allOpen(stores(), 'default', 10);
    expect(open.map(({ history }) => history.length)).toEqual([2, 2, 2, 2]);
  });
});

async function allOpen({ recounts }: OpenStores, calendarName: string, pageSize: number) {
  const all: OpenClock[] = [];
  for await (const page of recounts.openClocks(calendarName, pageSize)) all.push(...page);
  return all;
}

async function tell({ registrations }: OpenStores, requestId: OpenClock['request']['id']) {
  await registrations.transaction((transaction) =>
    transaction.insertOutbox([outboxEntry(requestId, { id: newId<'OutboxEntry'>() })]),
  );
}

function movedTo(dueAt: Instant, clocks: readonly OpenClock[]): RecountedPage {
  return {
    clocks: clocks.map(({ clock }) => ({ ...clock, dueAt, calendarVersion: 2, nextStepAt: dueAt })),
    segments: clocks.map(({ clock }) => ({
      ...{ clockId: clock.id, kind: 'due-moved', fromAt: start, dueAt, reason: 'Snow' },
      ...{ cause: 'document:calendar/default/2', recordedAt: start },
    })),
    promises: clocks.map(({ request }) => ({ requestId: request.id, expectedAt: dueAt })),
    messages: [],
    audit: audit('document:calendar/default/2'),
  };
}
