import { setTimeout as pause } from 'node:timers/promises';

import { messageBody, signed } from './loopback-events.js';
import type { RunningTown } from './running-town.js';

export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** What tests read of a request. */
export interface ShownRequest {
  readonly number: string;
  readonly status: string;
  readonly subject: string;
  readonly messageCount: number;
  readonly nextDeadlineAt: string | null;
  readonly expectedAt: string | null;
  readonly timeline: readonly {
    readonly id: string;
    readonly direction: string;
    readonly automatic: boolean;
    readonly text: string;
    readonly delivery: {
      readonly state: string;
      readonly attempts: number;
      readonly receipt: string | null;
    } | null;
  }[];
}

/** A person at the staff API. */
export class StaffClient {
  constructor(private readonly town: RunningTown) {}

  async call<Body = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer<Body>> {
    const answer = await fetch(`${this.town.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.town.key}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return {
      status: answer.status,
      headers: answer.headers,
      body: (await answer.json()) as Body,
    };
  }

  async stream(status: 'open' | 'closed' = 'open'): Promise<readonly ShownRequest[]> {
    const { body } = await this.call<{ readonly requests: readonly ShownRequest[] }>(
      'GET',
      `/requests?status=${status}&limit=200`,
    );
    return body.requests;
  }

  async request(number: string): Promise<ShownRequest> {
    return (await this.call<ShownRequest>('GET', `/requests/${number}`)).body;
  }

  reply(number: string, reply: object, headers?: Readonly<Record<string, string>>) {
    return this.call('POST', `/requests/${number}/replies`, reply, headers);
  }

  /** Adds a loopback account and returns what is needed to write to it. */
  async addLoopback(settings: object, secret: string): Promise<void> {
    const account = { channel: 'loopback', code: 'outside', title: 'Outside' };
    const added = await this.call('POST', '/channel-accounts', {
      ...account,
      settings: { secrets: [secret], ...settings },
    });
    if (added.status !== 201) throw new Error(JSON.stringify(added.body));
  }
}

export interface Report {
  readonly text?: string;
  readonly idempotencyKey?: string;
  readonly [field: string]: string | undefined;
}

/** A citizen with a browser that follows no redirect by itself. */
export class Citizen {
  constructor(private readonly town: RunningTown) {}

  get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer<string>> {
    return this.ask(path, { headers: { accept: 'text/html', ...headers } });
  }

  post(path: string, fields: Report): Promise<Answer<string>> {
    const given = Object.entries(fields).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, value]],
    );
    return this.ask(path, {
      method: 'POST',
      headers: { accept: 'text/html' },
      body: new URLSearchParams(given),
    });
  }

  /** Sends a report and comes back with the page that it leads to. */
  async report(fields: Report): Promise<{ readonly path: string; readonly page: string }> {
    const answer = await this.post('/report', fields);
    const path = answer.headers.get('location');
    if (path === null) throw new Error(`No redirect but ${answer.status}: ${answer.body}`);
    return { path, page: (await this.get(path)).body };
  }

  private async ask(path: string, request: RequestInit): Promise<Answer<string>> {
    const answer = await fetch(`${this.town.url}${path}`, { redirect: 'manual', ...request });
    return { status: answer.status, headers: answer.headers, body: await answer.text() };
  }
}

export function numberIn(page: string): string {
  const found = /FM\d\d-\d{6}-\d/.exec(page);
  if (found === null) throw new Error('The page shows no request number.');
  return found[0];
}

/** One signed event to the loopback account of `addLoopback`. */
export async function writeFrom(
  town: RunningTown,
  secret: string,
  message: { readonly id: string; readonly from: string; readonly text: string },
): Promise<number> {
  const { headers, body } = signed(`evt-${message.id}`, messageBody(message), secret);
  const answer = await fetch(`${town.url}/webhooks/outside`, {
    method: 'POST',
    headers,
    body: new Uint8Array(body),
  });
  await answer.text();
  return answer.status;
}

/** Asks again until the answer fits; fails with the last answer when it never does. */
export async function until<Value>(
  ask: () => Promise<Value>,
  fits: (value: Value) => boolean,
  limitMs = 8_000,
): Promise<Value> {
  const startedAt = performance.now();
  for (;;) {
    const value = await ask();
    if (fits(value)) return value;
    if (performance.now() - startedAt > limitMs) {
      throw new Error(`It did not come true in time: ${JSON.stringify(value)}`);
    }
    await pause(20);
  }
}
