import { type HttpAnswer, HttpConnection } from '../support/http-connection.js';
import {
  type LoopbackMessage,
  messageBody,
  signed,
  type SignedRequest,
} from '../support/loopback-events.js';

export interface LoadTarget {
  readonly origin: string;
  readonly path: string;
  readonly secret: string;
  /** Makes ids and senders of this load distinct from those of every other. */
  readonly prefix: string;
}

export type Load = LoadTarget &
  (
    | { readonly kind: 'closed-loop'; readonly clients: number; readonly forMs: number }
    | { readonly kind: 'count'; readonly clients: number; readonly messages: number }
    | { readonly kind: 'open-loop'; readonly perSecond: number; readonly forMs: number }
  );

export interface LoadResult {
  readonly acknowledged: number;
  /** Answers other than 2xx, and connections that broke. */
  readonly refused: number;
  readonly durationMs: number;
  readonly latenciesMs: readonly number[];
  /** Provider id and wall-clock time of each acknowledgement, for an open loop only. */
  readonly acknowledgements: readonly (readonly [id: string, atMs: number])[];
}

const BODY_BYTES = 2_048;
const OPEN_LOOP_CONNECTIONS = 64;

/** Signed 2 KB webhooks, each from a sender of its own. */
export async function runLoad(load: Load): Promise<LoadResult> {
  const sender = new Sender(load);
  const startedAt = performance.now();
  switch (load.kind) {
    case 'closed-loop':
      await sender.keepBusy(load.clients, () => performance.now() - startedAt < load.forMs);
      break;
    case 'count':
      await sender.keepBusy(load.clients, (sent) => sent < load.messages);
      break;
    case 'open-loop':
      await sender.atRate(load.perSecond, load.forMs);
      break;
  }
  return sender.result(performance.now() - startedAt);
}

class Sender {
  private sent = 0;
  private refused = 0;
  private readonly latenciesMs: number[] = [];
  private readonly acknowledgements: [string, number][] = [];
  private readonly idle: HttpConnection[] = [];

  constructor(private readonly load: Load) {}

  /** Every client sends its next message when its last one was answered. */
  async keepBusy(clients: number, goOn: (sent: number) => boolean): Promise<void> {
    const busy = Array.from({ length: clients }, async () => {
      while (goOn(this.sent)) await this.post(performance.now());
    });
    await Promise.all(busy);
    this.disconnect();
  }

  /** Messages leave when they are due, answered or not; a late start counts as waiting. */
  async atRate(perSecond: number, forMs: number): Promise<void> {
    await this.connect(OPEN_LOOP_CONNECTIONS);
    const total = Math.round((forMs * perSecond) / 1_000);
    const startedAt = performance.now();
    const posts: Promise<void>[] = [];
    while (posts.length < total) {
      const dueAt = startedAt + (posts.length * 1_000) / perSecond;
      const wait = dueAt - performance.now();
      if (wait > 0.5) await new Promise((resolve) => setTimeout(resolve, wait));
      posts.push(this.post(dueAt));
    }
    await Promise.all(posts);
    this.disconnect();
  }

  result(durationMs: number): LoadResult {
    const { latenciesMs, acknowledgements, refused } = this;
    const acknowledged = latenciesMs.length;
    return { acknowledged, refused, durationMs, latenciesMs, acknowledgements };
  }

  private async post(dueAt: number): Promise<void> {
    const id = `${this.load.prefix}-${this.sent}`;
    this.sent += 1;
    const request = signedMessage(id, this.load.secret);
    try {
      const connection = this.idle.pop() ?? (await HttpConnection.open(this.load.origin));
      this.count(id, dueAt, await connection.post(this.load.path, request));
      this.idle.push(connection);
    } catch {
      this.refused += 1;
    }
  }

  private count(id: string, dueAt: number, answer: HttpAnswer): void {
    if (answer.status < 200 || answer.status > 299) {
      this.refused += 1;
      return;
    }
    this.latenciesMs.push(performance.now() - dueAt);
    if (this.load.kind === 'open-loop') this.acknowledgements.push([id, Date.now()]);
  }

  private async connect(count: number): Promise<void> {
    const { origin } = this.load;
    const opened = Array.from({ length: count }, () => HttpConnection.open(origin));
    this.idle.push(...(await Promise.all(opened)));
  }

  private disconnect(): void {
    for (const connection of this.idle.splice(0)) connection.close();
  }
}

function signedMessage(id: string, secret: string): SignedRequest {
  return signed(id, messageBody(paddedMessage(id, `sender-${id}`)), secret);
}

/** A message of 400 characters in an event of 2 KB: the rest is what providers say about it. */
export function paddedMessage(
  id: string,
  from: string,
): LoopbackMessage & { readonly about: string } {
  const message = { id, from, text: WORDS, about: '' };
  return { ...message, about: 'x'.repeat(BODY_BYTES - messageBody(message).length) };
}

const WORDS = 'The street light at the corner has been dark since Monday. '.repeat(7).slice(0, 400);
