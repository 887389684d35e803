import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { readForm } from '../twilio-form.js';

export interface MadeCall {
  readonly sid: string;
  readonly to: string;
  readonly statusCallback: string;
  readonly twiml: string;
}

/** Later than whatever a test calls now. */
const CREATED = 'Fri, 01 Jan 2100 00:00:00 +0000';

/** What the API says to a call to these numbers, and whether it makes it all the same. */
export const failingNumbers = {
  invalid: '+19195550190',
  tooMany: '+19195550191',
  lost: '+19195550192',
  refused: '+19195550193',
} as const;
const refusals: Readonly<Record<string, readonly [status: number, code: number]>> = {
  [failingNumbers.invalid]: [400, 21211],
  [failingNumbers.tooMany]: [429, 20429],
  [failingNumbers.refused]: [401, 20003],
};

/** The part of the API that the samples need, over HTTP. */
export class SampleProvider {
  /** The calls that the town made, oldest first. */
  readonly calls: MadeCall[] = [];
  /** What lies under every id of a recording, for whoever signs in. */
  readonly recording = Buffer.from('RIFF\x04\x00\x00\x00WAVE', 'latin1');

  private constructor(
    private readonly server: Server,
    private readonly webhook: string,
  ) {}

  /** @param webhook where the number is set up to bring its calls. */
  static async open(webhook: string): Promise<SampleProvider> {
    const server = createServer();
    const provider = new SampleProvider(server, webhook);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      void provider.answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return provider;
  }

  get origin(): string {
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  /** How many calls were made for an entry of the outbox. */
  madeFor(entry: string): number {
    return this.calls.filter(({ statusCallback }) => statusCallback.endsWith(`entry=${entry}`))
      .length;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = request.url ?? '';
    if (/\/Recordings\/RE[0-9a-f]{32}\.wav$/.test(url)) {
      const isSignedIn = request.headers.authorization?.startsWith('Basic ') === true;
      response.writeHead(isSignedIn ? 200 : 401, { 'content-type': 'audio/x-wav' });
      response.end(isSignedIn ? this.recording : '');
      return;
    }
    const fields = readForm(Buffer.concat(chunks));
    const [status, body] = request.method === 'POST' ? this.make(fields) : this.list(url);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  }

  private make(fields: URLSearchParams): readonly [status: number, body: object] {
    const to = fields.get('To') ?? '';
    const [status, code] = refusals[to] ?? [201, 0];
    if (status !== 201) return [status, { code, status, message: 'Refused' }];
    const sid = `CA${String(this.calls.length + 1).padStart(32, '0')}`;
    const [statusCallback = '', twiml = ''] = [
      fields.get('StatusCallback'),
      fields.get('Twiml'),
    ].map((field) => field ?? '');
    const call = { sid, to, statusCallback, twiml };
    this.calls.push(call);
    return to === failingNumbers.lost ? [503, { status: 503 }] : [201, resourceOf(call)];
  }

  private list(url: string): readonly [status: number, body: object] {
    const { pathname, searchParams } = new URL(url, this.origin);
    if (/\/Accounts\/AC[0-9a-f]{32}\.json$/.test(pathname)) return [200, { status: 'active' }];
    if (pathname.endsWith('/IncomingPhoneNumbers.json')) {
      const number = { voice_url: this.webhook, voice_method: 'POST' };
      return [200, { incoming_phone_numbers: [number], next_page_uri: null }];
    }
    const to = searchParams.get('To');
    const calls = this.calls.filter((call) => call.to === to).toReversed();
    return [200, { calls: calls.map(resourceOf), next_page_uri: null, page: 0, page_size: 50 }];
  }
}

function resourceOf({ sid, to }: MadeCall) {
  return { sid, to, direction: 'outbound-api', status: 'queued', date_created: CREATED };
}
