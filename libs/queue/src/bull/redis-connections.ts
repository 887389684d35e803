import { Redis, type RedisOptions } from 'ioredis';

const CONNECT_TIMEOUT_MS = 2_000;
const LONGEST_RECONNECT_DELAY_MS = 1_000;

/**
 * The connections that Bull asks for, kept so that they can be reset or ended together. Nothing
 * waits for them: commands queue up while Redis is away and connections come back by themselves.
 */
export class RedisConnections {
  private readonly open: BullRedis[] = [];
  private ended = false;

  constructor(private readonly url: string) {}

  /** Bull blocks on some of them for seconds, hence no limit on retries and no ready check. */
  connect(): Redis {
    const options: RedisOptions = {
      connectTimeout: CONNECT_TIMEOUT_MS,
      enableReadyCheck: false,
      keepAlive: 10_000,
      lazyConnect: this.ended,
      maxRetriesPerRequest: null,
      retryStrategy: (attempt) => Math.min(25 * 2 ** attempt, LONGEST_RECONNECT_DELAY_MS),
    };
    const connection = new BullRedis(this.url, options);
    // Without a listener ioredis prints every failed attempt; the state is told by RedisWatch.
    connection.on('error', () => undefined);
    this.open.push(connection);
    if (this.ended) connection.endForGood();
    return connection;
  }

  /** For a Redis that keeps its sockets but answers nothing: half-open ones would hang for minutes. */
  reconnect(): void {
    for (const connection of this.open) connection.disconnect(true);
  }

  /** For good: Bull asks for connections even after it was closed. */
  end(): void {
    this.ended = true;
    for (const connection of this.open) connection.endForGood();
  }
}

/**
 * Bull connects anew while it closes and forgets about the outcome. A failed attempt is told by
 * nobody and repeated by the retry strategy; after the end there is none.
 */
class BullRedis extends Redis {
  private ended = false;

  override async connect(): Promise<void> {
    if (this.isEnded()) return;
    try {
      await super.connect();
    } catch {
      // RedisWatch knows that Redis is away.
    }
    // The end came while the connection was being made.
    if (this.isEnded()) this.disconnect();
  }

  endForGood(): void {
    this.ended = true;
    this.disconnect();
  }

  private isEnded(): boolean {
    return this.ended;
  }
}
