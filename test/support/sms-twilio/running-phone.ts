import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import twilio from 'twilio';

import type { LedgerLine } from '../../../apps/sandbox/src/ledger.js';
import { type OpenSandbox, openSandbox } from '../../../apps/sandbox/src/open-sandbox.js';
import type { SandboxOrder } from '../../../apps/sandbox/src/order.js';
import { freePort } from '../private-process.js';
import { FakeTwilioWebhook } from './fake-twilio-webhook.js';

export const accountSid = `AC${'0a1b2c3d'.repeat(4)}`;
export const messagingServiceSid = `MG${'0a1b2c3d'.repeat(4)}`;
export const townNumber = '+19195550100';
export const citizenNumber = '+19195550101';
export const authToken = 'f00dbabe'.repeat(4);

/** The sandbox's phone in this process, before a town that only takes and answers. */
export class RunningPhone {
  private sandbox: OpenSandbox | null = null;

  private constructor(
    private readonly folder: string,
    readonly town: FakeTwilioWebhook,
    readonly order: SandboxOrder,
  ) {}

  /** @param settings of the account, besides the usual ones. */
  static async open(settings: (townUrl: string) => object = () => ({})): Promise<RunningPhone> {
    const folder = await mkdtemp('/tmp/tl-phone-');
    const town = await FakeTwilioWebhook.open(authToken);
    const [port, smtpPort] = [await freePort(), await freePort()];
    const usual = { accountSid, authTokens: [authToken], number: townNumber, messagingServiceSid };
    const places = { apiBaseUrl: `http://127.0.0.1:${port}/twilio`, publicUrl: town.url };
    const account = { channel: 'sms-twilio', code: 'sms', title: 'Texts (sandbox)' };
    const phone = new RunningPhone(folder, town, {
      ...{ port, smtpPort, townUrl: town.url, folder: join(folder, 'sandbox') },
      accounts: [{ ...account, settings: { ...usual, ...places, ...settings(town.url) } }],
    });
    await phone.start();
    return phone;
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

  get apiBaseUrl(): string {
    return `${this.url}/twilio`;
  }

  /** The provider's own library, its base address exchanged. */
  client(token = authToken, base = this.apiBaseUrl): twilio.Twilio {
    const httpClient = new ExchangedBase(base);
    return twilio(accountSid, token, { httpClient, autoRetry: false });
  }

  /** Below the account, without any library. */
  request(path: string, given: RequestInit = {}): Promise<Response> {
    const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
    const address = `${this.url}/twilio/2010-04-01/Accounts/${accountSid}${path}`;
    return fetch(address, { redirect: 'manual', ...given, headers: { authorization } });
  }

  async page(path: string): Promise<string> {
    return (await fetch(`${this.url}${path}`)).text();
  }

  /** The citizen sends; @returns the page that this leads to. */
  async text(body: string, from = citizenNumber, picture?: Blob): Promise<string> {
    const form = new FormData();
    form.set('from', from);
    form.set('text', body);
    if (picture !== undefined) form.set('picture', picture, 'pothole.png');
    return (await fetch(`${this.url}/twilio`, { method: 'POST', body: form })).text();
  }

  async misbehave(fault: string, times = 1): Promise<void> {
    const body = new URLSearchParams({ fault: `twilio/${fault}`, times: String(times) });
    await fetch(`${this.url}/faults`, { method: 'POST', body });
  }

  async ledger(kind: LedgerLine['kind']): Promise<readonly LedgerLine[]> {
    const text = await readFile(join(this.order.folder, 'ledger.jsonl'), 'utf8');
    const lines = text.split('\n').filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line) as LedgerLine).filter((line) => line.kind === kind);
  }
}

type Options<Data> = Parameters<typeof twilio.RequestClient.prototype.request<Data>>[0];

class ExchangedBase extends twilio.RequestClient {
  constructor(private readonly base: string) {
    super({ timeout: 2_000 });
  }

  override request<Data>(options: Options<Data>) {
    const { pathname, search } = new URL(options.uri);
    return super.request<Data>({ ...options, uri: `${this.base}${pathname}${search}` });
  }
}
