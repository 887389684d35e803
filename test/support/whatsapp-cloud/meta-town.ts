import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One webhook call that the town took. */
export interface TakenCall {
  readonly raw: Buffer;
  readonly body: WebhookCall;
}

export interface WebhookCall {
  readonly object: string;
  readonly entry: readonly {
    readonly id: string;
    readonly changes: readonly { readonly field: string; readonly value: WebhookValue }[];
  }[];
}

export interface WebhookValue {
  readonly metadata: Readonly<Record<string, string>>;
  readonly contacts: readonly Readonly<Record<string, unknown>>[];
  readonly messages?: readonly WebhookPart[];
  readonly statuses?: readonly WebhookPart[];
}

export interface WebhookPart extends Readonly<Record<string, unknown>> {
  readonly id: string;
}

/** What stands where a town would: confirms the webhook, takes what is signed right, answers as told. */
export class MetaTown {
  readonly taken: TakenCall[] = [];
  /** Statuses of the next answers to calls; then 200. */
  answers: number[] = [];
  /** What it expects as the verify token; another one is refused. */
  verifyToken: string;

  private constructor(
    private readonly server: Server,
    private readonly appSecret: string,
    verifyToken: string,
  ) {
    this.verifyToken = verifyToken;
  }

  static async open(appSecret: string, verifyToken: string): Promise<MetaTown> {
    const server = createServer();
    const town = new MetaTown(server, appSecret, verifyToken);
    server.on('request', (request, response) => void town.answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return town;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Of all calls, in the order in which they came. */
  messages(): readonly WebhookPart[] {
    return this.values().flatMap(({ messages = [] }) => messages);
  }

  statuses(): readonly WebhookPart[] {
    return this.values().flatMap(({ statuses = [] }) => statuses);
  }

  values(): readonly WebhookValue[] {
    const changes = this.taken.flatMap(({ body }) => body.entry.flatMap((entry) => entry.changes));
    return changes.map(({ value }) => value);
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { searchParams } = new URL(request.url ?? '', this.url);
    if (request.method === 'GET') {
      const isOurs = searchParams.get('hub.verify_token') === this.verifyToken;
      const challenge = searchParams.get('hub.challenge') ?? '';
      response.writeHead(isOurs ? 200 : 403).end(isOurs ? challenge : '');
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const raw = Buffer.concat(chunks);
    const hash = createHmac('sha256', this.appSecret).update(raw).digest('hex');
    const isSigned = request.headers['x-hub-signature-256'] === `sha256=${hash}`;
    const status = isSigned ? (this.answers.shift() ?? 200) : 401;
    if (status === 200) this.taken.push({ raw, body: JSON.parse(raw.toString()) as WebhookCall });
    response.writeHead(status).end();
  }
}
