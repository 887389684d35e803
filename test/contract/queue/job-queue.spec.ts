import { afterEach, describe, expect, it } from '@jest/globals';

import { type JobQueue } from '#core/queue/job-queue';
import { inProcessQueue } from '#queue/in-process-queue';

import { fakeJobQueue } from '../../support/fake-job-queue.js';
import { countRings, eventually, openBullQueue } from '../../support/job-queues.js';
import { onServices, redisUrl } from '../../support/services.js';

interface Driver {
  readonly name: string;
  /** Every call is one more process of the same town. */
  readonly open: () => Promise<JobQueue>;
  readonly reachesOtherProcesses: boolean;
}

const drivers: Driver[] = [
  { name: 'fake', open: () => Promise.resolve(fakeJobQueue()), reachesOtherProcesses: false },
  {
    name: 'in process',
    open: () => Promise.resolve(inProcessQueue()),
    reachesOtherProcesses: false,
  },
];
if (onServices()) {
  drivers.push({
    name: 'Bull on Redis',
    open: () => openBullQueue(redisUrl()),
    reachesOtherProcesses: true,
  });
}

describe.each(drivers)('The doorbell: $name', ({ open, reachesOtherProcesses }) => {
  const opened: JobQueue[] = [];
  const openQueue = async () => {
    const queue = await open();
    opened.push(queue);
    return queue;
  };
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((queue) => queue.close()));
  });

  it('calls the listener of the bell that was rung and no other', async () => {
    const queue = await openQueue();
    const registers = countRings(queue, 'register');
    const delivers = countRings(queue, 'deliver');
    queue.ring('register');
    await eventually(() => registers() > 0);
    expect(delivers()).toBe(0);
  });

  it('says that it is connected', async () => {
    const queue = await openQueue();
    expect(queue.state()).toBe('connected');
  });

  it('does not call back within the ring itself', async () => {
    const queue = await openQueue();
    const rings = countRings(queue, 'deliver');
    queue.ring('deliver');
    expect(rings()).toBe(0);
    await eventually(() => rings() > 0);
  });

  it('turns a thousand rings into a few', async () => {
    const queue = await openQueue();
    const rings = countRings(queue, 'register');
    for (let count = 0; count < 1_000; count += 1) queue.ring('register');
    await eventually(() => rings() > 0);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(rings()).toBeLessThanOrEqual(5);
  });

  it('rings again for what comes after a ring was heard', async () => {
    const queue = await openQueue();
    const rings = countRings(queue, 'register');
    queue.ring('register');
    await eventually(() => rings() > 0);
    const before = rings();
    queue.ring('register');
    await eventually(() => rings() > before);
  });

  it('stops calling a listener that was taken off', async () => {
    const queue = await openQueue();
    let heard = 0;
    const stop = queue.onRing('register', () => {
      heard += 1;
    });
    const others = countRings(queue, 'register');
    stop();
    queue.ring('register');
    await eventually(() => others() > 0);
    expect(heard).toBe(0);
  });

  it('takes a ring after it was closed without a word', async () => {
    const queue = await openQueue();
    await queue.close();
    expect(() => queue.ring('register')).not.toThrow();
    await expect(queue.close()).resolves.toBeUndefined();
  });

  if (reachesOtherProcesses) {
    it('is heard by a listener in another process', async () => {
      const [ringer, listener] = [await openQueue(), await openQueue()];
      const rings = countRings(listener, 'deliver');
      // A job goes to one of the processes that listen: the ringer itself is one here.
      const keepRinging = setInterval(() => ringer.ring('deliver'), 20);
      await eventually(() => rings() > 0).finally(() => clearInterval(keepRinging));
    });
  }
});
