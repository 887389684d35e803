import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import twilio from 'twilio';

export interface TakenForm {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly fields: Readonly<Record<string, string>>;
}

/** Status of an answer, or none at all. */
export type ToldAnswer = number | 'silence';

/** What stands where a town would: keeps what the provider's own library finds signed right. */
export class FakeTwilioWebhook {
  readonly taken: TakenForm[] = [];
  forged = 0;
  /** The next answers; then 200. */
  answers: ToldAnswer[] = [];

  private constructor(
    private readonly server: Server,
    private readonly authToken: string,
  ) {}

  static async open(authToken: string): Promise<FakeTwilioWebhook> {
    const server = createServer();
    const webhook = new FakeTwilioWebhook(server, authToken);
    server.on('request', (request: IncomingMessage, response) => {
      void webhook.answer(request).then((told) => {
        if (told === 'silence') return;
        response.writeHead(told, { 'content-type': 'text/xml' }).end('<Response/>');
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return webhook;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The forms that were taken at a path, in the order in which they came. */
  at(path: string): readonly TakenForm['fields'][] {
    return this.taken.filter((form) => form.path === path).map(({ fields }) => fields);
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async answer(request: IncomingMessage): Promise<ToldAnswer> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const fields = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
    const path = request.url ?? '';
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const signature = headers['x-twilio-signature'] ?? '';
    if (!twilio.validateRequest(this.authToken, signature, `${this.url}${path}`, fields)) {
      this.forged += 1;
      return 403;
    }
    const told = this.answers.shift() ?? 200;
    this.taken.push({ path, headers, fields });
    return told;
  }
}
