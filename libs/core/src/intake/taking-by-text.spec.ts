import { beforeEach, describe, expect, it } from '@jest/globals';

import { fakeAccount, fakeCapabilities } from '../../../../test/support/fakes/fake-channel.js';
import { type TextingTown, textingTown } from '../../../../test/support/fakes/texting-town.js';
import { HOUR, MINUTE } from '../time/instant.js';

const BO = '+19195550111';
const bo = { sender: { kind: 'phone', address: BO } };
let town: TextingTown;

beforeEach(() => {
  town = textingTown();
  town.reach(town.hire('Bo', 'advocate', null), [['phone', BO]]);
  town.reach(town.hire('Cy', 'advocate', null), [['phone', '+19195550112']]);
  town.onCall('Bo', ['Cy'], []);
});

const states = () => town.database.emergencies.all().map(({ state }) => state);

async function emergency(text: string, address: string) {
  const request = await town.receive({ text, sender: { address } });
  await town.sweepEmergencies();
  town.clock.advance(MINUTE);
  return request;
}

describe('a text of a person on call', () => {
  it.each(['1', 'got it', 'Taking it', 'Voy', 'OK 20 minutes'])(
    'takes the page: %s',
    async (text) => {
      const request = await emergency('There is sewage in the street', '+12025550101');
      const answered = await town.receive({ ...bo, text });
      expect(answered.id).toBe(request.id);
      expect(states()).toEqual(['acknowledged']);
      const note = town.database.messages.all().at(-1);
      expect(note).toMatchObject({ direction: 'note', text, contactPointId: null });
      expect(town.database.requests.size).toBe(1);
      town.clock.advance(HOUR);
      expect(await town.sweepEmergencies()).toEqual({ told: 0, alarms: 0 });
    },
  );

  it('takes the emergency they were told of last, or the one they name', async () => {
    const first = await emergency('There is sewage in the street at Oak Street', '+12025550101');
    await emergency('Water main break at Pine Avenue', '+12025550102');
    await town.receive({ ...bo, text: 'on my way' });
    expect(states()).toEqual(['paging', 'acknowledged']);
    await town.receive({ ...bo, text: `on it ${first.number}` });
    expect(states()).toEqual(['acknowledged', 'acknowledged']);
  });

  it('takes nothing when it is of somebody who was not told, or of nobody of the town', async () => {
    await emergency('There is sewage in the street', '+12025550101');
    await town.receive({ text: 'got it', sender: { address: '+19195550112' } });
    await town.receive({ text: 'got it', sender: { address: '+12025550109' } });
    await town.receive({ text: 'got it', sender: { address: BO, authentic: false } });
    expect(states()).toEqual(['paging']);
  });

  it('is a request like any other when it says something else, or nobody waits', async () => {
    const flood = await emergency('There is sewage in the street', '+12025550101');
    expect((await town.receive({ ...bo, text: 'Which street is it?' })).id).not.toBe(flood.id);
    expect(states()).toEqual(['paging']);
    await town.receive({ ...bo, text: '1' });
    const before = town.database.requests.size;
    await town.receive({ ...bo, text: 'The street light at Oak is out' });
    expect(states()).toEqual(['acknowledged']);
    expect(town.database.messages.all().at(-1)).toMatchObject({ direction: 'inbound' });
    expect(town.database.requests.size).toBe(before);
  });

  it('takes nothing where the sender is a mere claim, as in a mail without its token', async () => {
    town.accounts.put(fakeAccount({ capabilities: { ...fakeCapabilities, grouping: 'separate' } }));
    await emergency('There is sewage in the street', '+12025550101');
    await town.receive({ ...bo, text: 'got it' });
    expect(states()).toEqual(['paging']);
  });

  it('does not take a page of long ago', async () => {
    await emergency('There is sewage in the street', '+12025550101');
    town.clock.advance(12 * HOUR);
    await town.receive({ ...bo, text: '1' });
    expect(states()).toEqual(['paging']);
  });
});
