/** Refuses the start: a Redis that evicts keys forgets rings and Bull's own bookkeeping. */
export class RedisEvicts extends Error {
  override readonly name = 'RedisEvicts';
  readonly code = 'redis-evicts';
  constructor(policy: string) {
    super(
      `Redis at TOWNLINE_REDIS_URL has maxmemory-policy "${policy}" and may throw rings away. ` +
        'Set it to noeviction (redis-cli CONFIG SET maxmemory-policy noeviction, and in redis.conf).',
    );
  }
}
