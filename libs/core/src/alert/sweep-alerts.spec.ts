import { describe, expect, it } from '@jest/globals';

import { type TextingTown, textingTown } from '../../../../test/support/fakes/texting-town.js';
import type { DeliveryFailure, DeliveryOutcome } from '../channel/delivery.js';
import type { CheckpointName } from '../intake/checkpoint.js';
import { MINUTE, SECOND } from '../time/instant.js';

/** How often a worker looks. */
const LOOK_MS = 5 * SECOND;

async function paged(): Promise<TextingTown> {
  const town = textingTown();
  town.reach(town.hire('Bo', 'advocate', null), [
    ['phone', '+19195550111'],
    ['voice', '+19195550111'],
    ['email', 'bo@town.example'],
  ]);
  town.onCall('Bo', [], []);
  await town.receive({ text: 'There is sewage in the street' });
  await town.sweepEmergencies();
  return town;
}

describe('a page whose first way refuses it or keeps silent', () => {
  const failures: readonly DeliveryFailure[] = [
    { kind: 'transient', reason: 'down' },
    { kind: 'rate-limited', retryAt: null, reason: '429' },
    { kind: 'unauthorised', reason: '401' },
    { kind: 'opted-out', reason: '21610' },
    { kind: 'rejected', reason: 'no such number' },
  ];
  const outcomes: readonly DeliveryOutcome[] = [
    ...failures.map((failure) => ({ kind: 'not-sent', failure }) as const),
    { kind: 'unknown', reason: 'no answer in time' },
  ];
  it.each(outcomes)('leaves by the next within a minute, once by each: %j', async (outcome) => {
    const town = await paged();
    const begun = town.clock.now();
    await town.send('text', outcome);
    while (town.clock.now() - begun < MINUTE) {
      town.clock.advance(LOOK_MS);
      await town.sweepAlerts();
      await town.send('call');
    }
    expect(town.pageWays()).toEqual(['text', 'call']);
    expect(town.database.alerts.all()).toMatchObject([{ state: 'sent', transport: 1 }]);
  });

  it('leaves by the next although nobody has tried the first, as while its account rests', async () => {
    const town = await paged();
    town.clock.advance(25 * SECOND);
    expect(await town.sweepAlerts()).toEqual({ moved: 0, lost: 0 });
    town.clock.advance(10 * SECOND);
    expect(await town.sweepAlerts()).toEqual({ moved: 1, lost: 0 });
    expect(town.pageWays()).toEqual(['text', 'call']);
  });

  it('is lost when the last way refuses it, and only then', async () => {
    const town = await paged();
    const refusal = { kind: 'rejected', reason: 'gone' } as const;
    for (const way of ['text', 'call', 'mail'] as const) {
      await town.send(way, { kind: 'not-sent', failure: refusal });
      town.clock.advance(10 * SECOND);
      expect(await town.sweepAlerts()).toEqual(
        way === 'mail' ? { moved: 0, lost: 1 } : { moved: 1, lost: 0 },
      );
    }
    expect(town.database.alerts.all()).toMatchObject([{ state: 'failed' }]);
  });
});

describe('a page that was taken and comes back', () => {
  it('leaves by the next way at the next look: undelivered, not answered, bounced', async () => {
    const town = await paged();
    const [text = ''] = await town.send('text');
    town.clock.advance(10 * SECOND);
    expect(await town.sweepAlerts()).toEqual({ moved: 0, lost: 0 });
    expect(town.database.alerts.all()).toMatchObject([{ state: 'sent' }]);
    town.clock.advance(2 * MINUTE);
    await town.hear('text', text, 'failed');
    expect(await town.sweepAlerts()).toEqual({ moved: 1, lost: 0 });
    const [call = ''] = await town.send('call');
    await town.hear('call', call, 'failed');
    await town.sweepAlerts();
    expect(town.pageWays()).toEqual(['text', 'call', 'mail']);
    await town.hear('text', text, 'failed');
    await town.sweepAlerts();
    expect(town.pageWays()).toEqual(['text', 'call', 'mail']);
  });

  it('does not leave again when the failure is outweighed, or belongs to a citizen', async () => {
    const town = await paged();
    const [text = ''] = await town.send('text');
    await town.hear('text', text, 'delivered');
    await town.hear('text', text, 'failed');
    await town.hear('text', 'somebody-else', 'failed');
    town.clock.advance(MINUTE);
    await town.sweepAlerts();
    expect(town.pageWays()).toEqual(['text']);
  });
});

describe('an alert', () => {
  it('is tried by no way twice, whichever accounts come and go', async () => {
    const town = await paged();
    town.disable('text');
    town.clock.advance(MINUTE);
    await town.sweepAlerts();
    town.enable('text');
    town.clock.advance(MINUTE);
    await town.sweepAlerts();
    town.clock.advance(MINUTE);
    await town.sweepAlerts();
    expect(town.pageWays()).toEqual(['text', 'call', 'mail']);
  });

  const steps: readonly CheckpointName[] = ['alert:decided', 'alert:committed'];
  it.each(steps)('moves on once when its look dies at %s and two look at once', async (step) => {
    const town = await paged();
    await town.send('text', { kind: 'unknown', reason: 'reset' });
    town.clock.advance(MINUTE);
    town.atStep = (name) => {
      if (name === step) throw new Error('The process died.');
    };
    await expect(town.sweepAlerts()).rejects.toThrow('died');
    town.atStep = () => undefined;
    await Promise.all([town.sweepAlerts(), town.sweepAlerts()]);
    expect(town.pageWays()).toEqual(['text', 'call']);
  });
});
