import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { type OpenSandbox, openSandbox } from '../../../apps/sandbox/src/open-sandbox.js';
import type { SandboxOrder } from '../../../apps/sandbox/src/order.js';
import { freePort } from '../private-process.js';
import { MetaTown } from './meta-town.js';

export const whatsAppSettings = {
  phoneNumberId: '100200300400500',
  businessAccountId: '500400300200100',
  accessToken: 'a-token-of-the-sandbox-for-tests',
  appSecrets: ['1dd5a4b8f0c94ab6a9e04e0b5a6b0c6d'],
  verifyToken: 'a-verify-token-for-tests',
};

export const ana = { number: '+19195550123', name: 'Ana' };
export const anaPath = '/whatsapp/chats/19195550123';
const ROOT = '/whatsapp/v25.0';

/** A message within the template of the sandbox. */
export const update = (...parameters: readonly string[]) => ({
  type: 'template',
  template: {
    name: 'request_update',
    language: { code: 'en_US' },
    components: [{ type: 'body', parameters: parameters.map((text) => ({ type: 'text', text })) }],
  },
});

/** What the Graph API answers. */
export interface GraphReply {
  readonly status: number;
  readonly body: Record<string, never> & {
    readonly messages?: readonly { readonly id: string }[];
    readonly error?: { readonly code: number; readonly message: string };
  };
  readonly headers: Headers;
}

interface Line {
  readonly kind: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** The sandbox in this process with WhatsApp alone, before a town that only takes and answers. */
export class RunningWhatsApp {
  private sandbox: OpenSandbox | null = null;

  private constructor(
    private readonly folder: string,
    readonly town: MetaTown,
    private readonly order: SandboxOrder,
  ) {}

  static async open(): Promise<RunningWhatsApp> {
    const folder = await mkdtemp('/tmp/tl-whatsapp-');
    const { appSecrets, verifyToken } = whatsAppSettings;
    const town = await MetaTown.open(appSecrets[0] ?? '', verifyToken);
    const account = { channel: 'whatsapp-cloud', code: 'whatsapp', title: 'WhatsApp (sandbox)' };
    const [port, smtpPort] = [await freePort(), await freePort()];
    const running = new RunningWhatsApp(folder, town, {
      ...{ port, smtpPort, townUrl: town.url, folder: join(folder, 'sandbox') },
      accounts: [{ ...account, settings: whatsAppSettings }],
    });
    await running.start();
    return running;
  }

  async start(): Promise<void> {
    const opening = await openSandbox(this.order);
    if (opening.kind === 'failed') throw new Error(opening.sentence);
    this.sandbox = opening.sandbox;
  }

  async stop(): Promise<void> {
    const { sandbox } = this;
    this.sandbox = null;
    await sandbox?.close();
  }

  async remove(): Promise<void> {
    await this.stop();
    await this.town.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  get url(): string {
    return `http://127.0.0.1:${this.order.port}`;
  }

  async page(path: string): Promise<string> {
    return (await fetch(`${this.url}${path}`)).text();
  }

  /** Follows to the page that it leads to. */
  async post(path: string, fields: Readonly<Record<string, string>>): Promise<Response> {
    const body = new URLSearchParams(fields);
    return fetch(`${this.url}${path}`, { method: 'POST', body });
  }

  /** As Ana; resolves when the town answered. */
  async write(text: string): Promise<string> {
    return (await this.post('/whatsapp', { ...ana, text })).text();
  }

  async writeFile(type: string, filename: string, bytes: string): Promise<void> {
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...ana, text: 'See it.' })) {
      form.append(name, value);
    }
    form.append('file', new Blob([bytes], { type }), filename);
    await fetch(`${this.url}/whatsapp`, { method: 'POST', body: form });
  }

  async misbehave(fault: string): Promise<void> {
    await this.post('/faults', { fault: `whatsapp/${fault}`, times: '1' });
  }

  /** A call of the town; an object is sent as JSON. */
  async graph(
    method: string,
    path: string,
    body?: object,
    token = whatsAppSettings.accessToken,
  ): Promise<GraphReply> {
    const isForm = body instanceof FormData;
    const answer = await fetch(`${this.url}${ROOT}/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(!isForm && body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(2_000),
    });
    const text = await answer.text();
    const json = text.startsWith('{') ? (JSON.parse(text) as GraphReply['body']) : {};
    return { status: answer.status, headers: answer.headers, body: json };
  }

  send(message: object): Promise<GraphReply> {
    const whole = { messaging_product: 'whatsapp', to: '19195550123', ...message };
    return this.graph('POST', `${whatsAppSettings.phoneNumberId}/messages`, whole);
  }

  sendText(body: string): Promise<GraphReply> {
    return this.send({ type: 'text', text: { body } });
  }

  async ledger(kind: string): Promise<readonly Line[]> {
    const text = await readFile(join(this.order.folder, 'ledger.jsonl'), 'utf8');
    const lines = text.split('\n').filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line) as Line).filter((line) => line.kind === kind);
  }
}
