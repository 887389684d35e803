import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';

import { type BullJobQueue } from '#queue/bull/bull-job-queue';

import { countRings, eventually, openBullQueue } from '../../support/job-queues.js';
import { freePort } from '../../support/private-process.js';
import { type PrivateRedis, startPrivateRedis } from '../../support/private-redis.js';

/** A ring that waited for Redis would take seconds; less than this is the machine's own noise. */
describe('The doorbell when Redis fails', () => {
  let redis: PrivateRedis;
  const opened: BullJobQueue[] = [];
  const open = async (listens: boolean, url = redis.url) => {
    const queue = await openBullQueue(url, { listens });
    opened.push(queue);
    return queue;
  };

  beforeAll(async () => {
    redis = await startPrivateRedis();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((queue) => queue.close()));
  });
  afterAll(() => redis.stop());

  it('is heard by the worker although the ringing process has no listener', async () => {
    const [api, worker] = [await open(false), await open(true)];
    const rings = countRings(worker, 'register');
    api.ring('register');
    await eventually(() => rings() > 0);
  });

  it('starts without Redis, says so, and does not throw', async () => {
    const queue = await open(true, `redis://127.0.0.1:${await freePort()}`);
    expect(queue.state()).toBe('away');
    for (let count = 0; count < 100; count += 1) queue.ring('register');
    expect(queue.lostRings()).toBe(100);
    // What this process listens for itself needs no Redis.
    const rings = countRings(queue, 'register');
    queue.ring('register');
    await eventually(() => rings() > 0);
    expect(queue.lostRings()).toBe(100);
  });

  it('works again by itself after Redis was killed and started', async () => {
    const [api, worker] = [await open(false), await open(true)];
    const rings = countRings(worker, 'register');
    await redis.kill();
    await eventually(() => api.state() === 'away' && worker.state() === 'away');
    api.ring('register');
    await redis.restart();
    await eventually(() => api.state() === 'connected' && worker.state() === 'connected');
    const before = rings();
    const keepRinging = setInterval(() => api.ring('register'), 50);
    await eventually(() => rings() >= before + 3).finally(() => clearInterval(keepRinging));
  });

  it('works again by itself after Redis forgot everything', async () => {
    const [api, worker] = [await open(false), await open(true)];
    const rings = countRings(worker, 'deliver');
    await redis.flush();
    const keepRinging = setInterval(() => api.ring('deliver'), 50);
    await eventually(() => rings() >= 3).finally(() => clearInterval(keepRinging));
  });

  it('closes while Redis is away', async () => {
    const queue = await open(true);
    await redis.kill();
    await queue.close();
    await redis.restart();
  });

  it('leaves no job behind in Redis', async () => {
    const [api, worker] = [await open(false), await open(true)];
    const rings = countRings(worker, 'register');
    api.ring('register');
    await eventually(() => rings() > 0);
    await api.close();
    await worker.close();
    const client = new Redis(redis.url);
    expect(await client.keys('*:register')).toEqual([]);
    expect(await client.llen('{townline}:bells:wait')).toBe(0);
    client.disconnect();
  });

  it('refuses to start on a Redis that throws keys away, and says how to mend it', async () => {
    const evicting = await startPrivateRedis([
      ...['--maxmemory', '50mb', '--maxmemory-policy', 'allkeys-lru'],
    ]);
    try {
      await expect(openBullQueue(evicting.url)).rejects.toThrow(/allkeys-lru.*noeviction/);
    } finally {
      await evicting.stop();
    }
  });
});
