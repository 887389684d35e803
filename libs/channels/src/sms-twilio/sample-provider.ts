import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';

import type { Instant } from '#core/time/instant';

import { sampleSid } from '../twilio-sample.js';

/** What the API says to each of these numbers: status, code. */
export const failingNumbers = {
  '+19195550191': [400, 21211],
  '+19195550192': [400, 21610],
  '+19195550193': [429, 20429],
  '+19195550194': [400, 21617],
  '+19195550195': [401, 20003],
  '+19195550199': [500, 20500],
} as const;

export const ownNumber = '+19195550100';
const WHEN = 'Mon, 23 Nov 2026 15:00:30 +0000';

interface Held {
  readonly sid: string;
  readonly direction: 'inbound' | 'outbound-api';
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly date: string;
}

/** The part of the provider’s API that a texting account uses, over plain HTTP. */
export class SampleProvider {
  readonly held: Held[] = [];
  origin = '';
  private readonly server = createServer(
    (request, response) => void this.answer(request, response),
  );

  private constructor(
    private readonly accountSid: string,
    private readonly webhook: string,
  ) {}

  static async open(accountSid: string, webhook: string): Promise<SampleProvider> {
    const provider = new SampleProvider(accountSid, webhook);
    await new Promise<void>((resolve) => provider.server.listen(0, '127.0.0.1', resolve));
    const { port } = provider.server.address() as AddressInfo;
    provider.origin = `http://127.0.0.1:${port}`;
    return provider;
  }

  arrive({ id, from, text }: { id: string; from: string; text: string }, at: Instant): void {
    const date = new Date(at).toUTCString();
    const sid = sampleSid('SM', id);
    this.held.push({ sid, direction: 'inbound', from, to: ownNumber, body: text, date });
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '', this.origin);
    const account = `/2010-04-01/Accounts/${this.accountSid}`;
    const write = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.method === 'POST') return void write(...this.take(await readText(request)));
    switch (pathname) {
      case `${account}.json`:
        return void write(200, { sid: this.accountSid, status: 'active' });
      case `${account}/Messages.json`:
        return void write(200, page('messages', this.listed(searchParams)));
      case `${account}/IncomingPhoneNumbers.json`:
        return void write(200, page('incoming_phone_numbers', [this.number()]));
      default:
        return void write(404, { code: 20404, message: 'not found', status: 404 });
    }
  }

  private take(form: string): readonly [number, object] {
    const fields = new URLSearchParams(form);
    const to = fields.get('To') ?? '';
    const [status, code] =
      Object.entries(failingNumbers).find(([number]) => number === to)?.[1] ?? [];
    const message: Held = {
      sid: sampleSid('SM', `sent ${this.held.length}`),
      direction: 'outbound-api',
      from: fields.get('From') ?? '',
      ...{ to, body: fields.get('Body') ?? '', date: WHEN },
    };
    // A failure of the server may come after the message was taken: that is what it stands for.
    if (status === undefined || status >= 500) this.held.push(message);
    return status === undefined
      ? [201, resource(message)]
      : [status, { status, code, message: 'as asked for' }];
  }

  private listed(query: URLSearchParams): object[] {
    const [to, since, until] = ['To', 'DateSent>', 'DateSent<'].map((name) => query.get(name));
    return this.held
      .filter((message) => to === null || message.to === to)
      .filter(({ date }) => since === null || Date.parse(date) >= Date.parse(since ?? ''))
      .filter(({ date }) => until === null || Date.parse(date) <= Date.parse(until ?? ''))
      .toReversed()
      .map(resource);
  }

  private number(): object {
    return { phone_number: ownNumber, sms_url: this.webhook, sms_method: 'POST' };
  }
}

function resource({ date, ...message }: Held): object {
  return {
    ...message,
    ...{ date_created: date, date_sent: date, date_updated: date, num_media: '0' },
    status: message.direction === 'inbound' ? 'received' : 'queued',
  };
}

function page(name: string, items: readonly object[]): object {
  return { [name]: items, page: 0, page_size: 50, uri: '', next_page_uri: null };
}
