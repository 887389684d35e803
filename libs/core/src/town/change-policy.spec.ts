import { describe, expect, it } from '@jest/globals';

import { fakeStaffId, MemoryTown } from '../../../../test/support/fakes/memory-town.js';
import { policyDocument } from '../sla/policy-document.js';
import { type PolicyPorts, previewPolicy, savePolicy } from './change-policy.js';

function portsOf(town: MemoryTown): PolicyPorts {
  const { documents, clock, refresh } = town.calendarPorts;
  return { documents, clock, refresh, current: () => town.town().policy };
}

/** Everything in two business hours. */
function quick(town: MemoryTown) {
  const [general] = policyDocument(town.town().policy).rules;
  const targets = { firstResponse: '2 business hours', nextResponse: '2 business hours' };
  return { rules: [{ ...general, targets }] };
}

describe('a policy', () => {
  it('is saved as the next version, with who decided it, and holds at once', async () => {
    const town = new MemoryTown();
    const change = { expectedVersion: 1, document: quick(town), staffId: fakeStaffId };
    const saved = await savePolicy(portsOf(town), change);
    expect(saved).toEqual({ ok: true, value: { version: 2 } });
    expect(town.town().policy).toMatchObject({ version: 2, rules: [{ name: 'Everything' }] });
    expect(town.snapshot.policy?.savedBy).toBe(fakeStaffId);
    expect(town.database.audit.all()).toMatchObject([{ action: 'policies.saved' }]);
  });

  it('is refused on top of a version that was not read', async () => {
    const town = new MemoryTown();
    const change = { expectedVersion: 1, document: quick(town), staffId: fakeStaffId };
    await savePolicy(portsOf(town), change);
    const stale = await savePolicy(portsOf(town), change);
    expect(stale).toMatchObject({ ok: false, problem: { code: 'conflict' } });
    expect(town.database.documents.size).toBe(1);
  });

  it('that makes no sense is refused by field, and the one before holds', async () => {
    const town = new MemoryTown();
    const document = { rules: [{ ...quick(town).rules[0], calendar: 'nowhere' }] };
    const change = { expectedVersion: 1, document, staffId: fakeStaffId };
    const refused = await savePolicy(portsOf(town), change);
    expect(refused).toMatchObject({
      ok: false,
      problem: { faults: [{ field: 'rules[0].calendar' }] },
    });
    expect(town.town().policy.version).toBe(1);
  });

  it('shows the rules that change, and those that go, before it is saved', async () => {
    const town = new MemoryTown();
    const shown = await previewPolicy(portsOf(town), quick(town));
    if (!shown.ok) throw new Error(shown.problem.detail);
    const [first, ...others] = shown.value.rules;
    expect(first).toMatchObject({
      name: 'Everything',
      after: { targets: quick(town).rules[0]?.targets },
    });
    expect(others.length).toBeGreaterThan(0);
    expect(others.every(({ after }) => after === null)).toBe(true);
    const same = await previewPolicy(portsOf(town), policyDocument(town.town().policy));
    expect(same).toMatchObject({ ok: true, value: { version: 2, rules: [] } });
    expect(town.database.documents.size).toBe(0);
  });
});
