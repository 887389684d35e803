import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { createTransport } from 'nodemailer';

import { type OpenSandbox, openSandbox } from '../../apps/sandbox/src/open-sandbox.js';
import type { SandboxOrder } from '../../apps/sandbox/src/order.js';
import { FakeTownDoor } from './fake-town-door.js';
import { freePort } from './private-process.js';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

export const townAddress = '311@fairmill.example';
export const citizen = 'ana@citizen.example';
export const asJson = { headers: { accept: 'application/json' } };

export interface TownMail {
  readonly inReplyTo?: string;
  readonly text?: string;
  readonly html?: string;
}

/** The sandbox in this process, before a town that only takes and answers. */
export class RunningSandbox {
  private sandbox: OpenSandbox | null = null;

  private constructor(
    private readonly folder: string,
    readonly door: FakeTownDoor,
    readonly order: SandboxOrder,
  ) {}

  static async open(): Promise<RunningSandbox> {
    const folder = await mkdtemp('/tmp/tl-sandbox-');
    const door = await FakeTownDoor.open(secret);
    const sandbox = new RunningSandbox(folder, door, await orderFor(folder, door.url));
    await sandbox.start();
    return sandbox;
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
    await this.door.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  get url(): string {
    return `http://127.0.0.1:${this.order.port}`;
  }

  async get(path: string): Promise<string> {
    return (await fetch(`${this.url}${path}`)).text();
  }

  /** Follows to the page that it leads to. */
  async post(path: string, fields: Readonly<Record<string, string>>): Promise<string> {
    return (await this.postForm(path, fields)).text();
  }

  postForm(
    path: string,
    fields: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    const body = new URLSearchParams(fields);
    return fetch(`${this.url}${path}`, { method: 'POST', body, headers });
  }

  /** The paths of the threads that the mailbox shows, newest first. */
  async threads(): Promise<string[]> {
    const found = (await this.get('/mail')).matchAll(/href="(\/mail\/threads\/[^"]+)"/g);
    return [...found].map(([, path = '']) => path);
  }

  async newestThread(): Promise<string> {
    return this.get((await this.threads())[0] ?? '');
  }

  misbehave(fault: string): Promise<Response> {
    return this.postForm('/faults', { fault: `mail/${fault}`, times: '1' }, asJson.headers);
  }

  async sendFromTown(mail: TownMail, pass = secret): Promise<void> {
    const transport = createTransport({
      ...{ host: '127.0.0.1', port: this.order.smtpPort, secure: false, ignoreTLS: true },
      ...{ auth: { user: 'town', pass }, socketTimeout: 1_000 },
    });
    try {
      await transport.sendMail({
        ...{ from: townAddress, to: citizen, replyTo: '311+token@fairmill.example' },
        ...{ subject: 'Re: A light', messageId: '<answer@fairmill.example>', ...mail },
      });
    } finally {
      transport.close();
    }
  }

  async ledger(kind: string) {
    const text = await readFile(join(this.order.folder, 'ledger.jsonl'), 'utf8');
    const lines = text.split('\n').filter((line) => line !== '');
    const read = lines.map((line) => JSON.parse(line) as { kind: string; raw: string | null });
    return read.filter((line) => line.kind === kind);
  }
}

async function orderFor(folder: string, townUrl: string): Promise<SandboxOrder> {
  const [port, smtpPort] = [await freePort(), await freePort()];
  const outgoing = { user: 'town', signIn: { kind: 'password', password: secret } };
  const settings = {
    ...{ address: townAddress, displayName: 'Fairmill 311', inboundSecrets: [secret], outgoing },
  };
  const account = { channel: 'email', code: 'mail', title: 'Mail (sandbox)', settings };
  return { port, smtpPort, townUrl, folder: join(folder, 'sandbox'), accounts: [account] };
}
