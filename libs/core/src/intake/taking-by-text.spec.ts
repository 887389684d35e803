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

/** The digits in the newest page that was texted to this number. */
function code(of = BO): string {
  const pages = town.database.outbox
    .all()
    .filter(({ kind, channelRef }) => kind === 'emergency-page' && channelRef === `text ${of}`);
  return /OK (\d{6})/.exec(pages.at(-1)?.body ?? '')?.[1] ?? 'no code';
}

async function emergency(text: string, address: string) {
  const request = await town.receive({ text, sender: { address } });
  await town.sweepEmergencies();
  town.clock.advance(MINUTE);
  return request;
}

describe('a text of a person on call', () => {
  it.each([
    (digits: string) => `OK ${digits}`,
    (digits: string) => digits,
    (digits: string) => `${digits.slice(0, 3)} ${digits.slice(3)} got it`,
    (digits: string) => `Voy ${digits}, 20 minutos`,
  ])('takes the page with its code', async (textOf) => {
    const request = await emergency('There is sewage in the street', '+12025550101');
    const text = textOf(code());
    const answered = await town.receive({ ...bo, text });
    expect(answered.id).toBe(request.id);
    expect(states()).toEqual(['acknowledged']);
    const note = town.database.messages.all().at(-1);
    expect(note).toMatchObject({ direction: 'note', text, contactPointId: null });
    expect(town.database.requests.size).toBe(1);
    town.clock.advance(HOUR);
    expect(await town.sweepEmergencies()).toEqual({ told: 0, alarms: 0 });
  });

  it.each(['1', 'OK', 'got it', 'OK FM26-000001-9'])(
    'takes nothing without it, because anybody can pretend to have a number: %s',
    async (text) => {
      await emergency('There is sewage in the street', '+12025550101');
      await town.receive({ ...bo, text });
      expect(states()).toEqual(['paging']);
    },
  );

  it('takes nothing by guessing: one code a text, of this emergency and this person', async () => {
    await emergency('There is sewage in the street', '+12025550101');
    const right = code();
    const wrong = String((Number(right) + 1) % 1_000_000).padStart(6, '0');
    await town.receive({ ...bo, text: `OK ${wrong}` });
    await town.receive({ ...bo, text: `OK ${wrong} ${right} 111111` });
    await town.receive({ text: `OK ${right}`, sender: { address: '+19195550112' } });
    expect(states()).toEqual(['paging']);
  });

  it('takes the emergency whose code it names', async () => {
    await emergency('There is sewage in the street at Oak Street', '+12025550101');
    const first = code();
    await emergency('Water main break at Pine Avenue', '+12025550102');
    await town.receive({ ...bo, text: `on my way ${code()}` });
    expect(states()).toEqual(['paging', 'acknowledged']);
    await town.receive({ ...bo, text: `on it ${first}` });
    expect(states()).toEqual(['acknowledged', 'acknowledged']);
  });

  it('takes nothing when it is of somebody who was not told, or of nobody of the town', async () => {
    await emergency('There is sewage in the street', '+12025550101');
    const text = `got it ${code()}`;
    await town.receive({ text, sender: { address: '+19195550112' } });
    await town.receive({ text, sender: { address: '+12025550109' } });
    await town.receive({ text, sender: { address: BO, authentic: false } });
    expect(states()).toEqual(['paging']);
  });

  it('is a note with the code and other words, and else a request like any other', async () => {
    const flood = await emergency('There is sewage in the street', '+12025550101');
    const asked = await town.receive({ ...bo, text: `${code()} Which street is it?` });
    expect(asked.id).toBe(flood.id);
    expect((await town.receive({ ...bo, text: 'Which street is it?' })).id).not.toBe(flood.id);
    expect(states()).toEqual(['paging']);
    await town.receive({ ...bo, text: code() });
    const before = town.database.requests.size;
    await town.receive({ ...bo, text: `The street light at Oak is out ${code()}` });
    expect(states()).toEqual(['acknowledged']);
    expect(town.database.messages.all().at(-1)).toMatchObject({ direction: 'inbound' });
    expect(town.database.requests.size).toBe(before);
  });

  it('takes nothing where the sender is a mere claim, as in a mail without its token', async () => {
    town.accounts.put(fakeAccount({ capabilities: { ...fakeCapabilities, grouping: 'separate' } }));
    await emergency('There is sewage in the street', '+12025550101');
    await town.receive({ ...bo, text: `got it ${code()}` });
    expect(states()).toEqual(['paging']);
  });

  it('does not take a page of long ago', async () => {
    await emergency('There is sewage in the street', '+12025550101');
    const text = code();
    town.clock.advance(12 * HOUR);
    await town.receive({ ...bo, text });
    expect(states()).toEqual(['paging']);
  });
});
