import { describe, expect, it } from '@jest/globals';

import { fakeAccount } from '../../../../test/support/fakes/fake-channel.js';
import { fakeStaffId, MemoryTown } from '../../../../test/support/fakes/memory-town.js';
import { PromisedTown } from '../../../../test/support/promised-town.js';
import { flagEmergency } from '../emergency/manage-emergencies.js';
import { DAY, HOUR } from '../time/instant.js';

describe('the promises that begin with a request', () => {
  it('are all that the rule of its service names, the earliest of them first in the stream', async () => {
    const made = await PromisedTown.found();
    const [response, resolution] = [made.clock('first_response'), made.clock('resolution')];
    expect([response.policyName, resolution.policyName]).toEqual(['ST-POT', 'ST-POT']);
    expect(resolution.dueAt).toBeGreaterThan(response.dueAt);
    expect(made.request).toMatchObject({
      expectedAt: response.dueAt,
      nextDeadlineAt: response.dueAt,
    });
    expect(made.town.database.clocks.size).toBe(2);
  });

  it('tell the citizen when a person answers, however early the solution is due', async () => {
    const town = new MemoryTown();
    const request = await town.receive({ serviceCode: 'WA-MAIN' });
    const clocks = town.database.clocks.all();
    const dueOf = (kind: string) => clocks.find((clock) => clock.kind === kind)?.dueAt;
    expect(request.expectedAt).toBe(dueOf('first_response'));
    expect(request.nextDeadlineAt).toBe(dueOf('resolution'));
    expect(dueOf('resolution')).toBe(town.clock.now() + HOUR);
  });

  it('hold one legal duty, by whichever way it was noticed', async () => {
    const town = new MemoryTown();
    await town.receive({ serviceCode: 'WA-SEW', text: 'Sewage in the street at 1 Elm Street' });
    await town.receive({ text: 'There is sewage in the street, and more of it!' });
    const duties = town.database.clocks.all().filter(({ kind }) => kind === 'duty');
    expect(duties).toMatchObject([{ policyName: 'Sewer' }]);
  });

  it('hold one legal duty too when a person flags what has one already', async () => {
    const made = await PromisedTown.found();
    const { town, request } = made;
    town.database.clocks.update(made.clock('resolution').id, { kind: 'duty' });
    const flagged = { requestNumber: request.number, kind: 'sewer' } as const;
    await flagEmergency(town, flagged, fakeStaffId);
    expect(town.database.clocks.all().filter(({ kind }) => kind === 'duty')).toHaveLength(1);
    expect(town.request(request.id).emergencies).toEqual(['sewer']);
  });

  it('follow a rule for the channel of the account', async () => {
    const town = new MemoryTown();
    town.accounts.put(fakeAccount({ channel: 'letters' }));
    const { policy } = town.snapshot.town;
    const [general] = policy.rules;
    if (general === undefined) throw new Error('A policy has a general rule');
    const letters = { ...general, name: 'Letters', when: { channel: 'letters' } };
    town.snapshot = {
      ...town.snapshot,
      town: { ...town.snapshot.town, policy: { ...policy, rules: [...policy.rules, letters] } },
    };
    await town.receive();
    expect(town.database.clocks.all()).toMatchObject([{ policyName: 'Letters' }]);
  });
});

describe('a request that opens again', () => {
  it('awaits an answer and promises its solution anew, by the rule of its own service', async () => {
    const made = await PromisedTown.found();
    await made.reply('A crew comes.');
    await made.send();
    await made.close();
    await made.send();
    const first = made.clock('resolution');
    made.town.clock.advance(DAY);
    await made.write({ text: 'The hole is back.' });
    expect(made.request.status).toBe('reopened');
    const second = made.clock('resolution');
    expect(second.id).not.toBe(first.id);
    expect([first.state, second.state]).toEqual(['met', 'running']);
    expect(second.policyName).toBe('ST-POT');
    expect(made.clock('next_response')).toMatchObject({ state: 'running', policyName: 'ST-POT' });
    expect(made.request.nextDeadlineAt).toBe(made.clock('next_response').dueAt);
  });
});
