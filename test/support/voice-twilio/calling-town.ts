import { createHmac } from 'node:crypto';

import { expect } from '@jest/globals';

import { SampleProvider } from '#channels/voice-twilio/sample-provider';

import { RunningTown } from '../running-town.js';
import { StaffClient } from '../town-client.js';

const accountSid = `AC${'a'.repeat(32)}`;
const authToken = 'b'.repeat(32);
const publicUrl = 'https://311.fairmill.example';
export const townNumber = '+19195550100';

const quick = {
  TOWNLINE_PAGE_INTERVAL: '50ms',
  TOWNLINE_WATCH_INTERVAL: '50ms',
  TOWNLINE_PAGE_NEXT_PERSON: '30s',
};

/** A step of a call as the provider tells of it. */
export interface CallStep {
  readonly step?: string;
  readonly lang?: string;
  readonly token?: string;
  readonly fields?: Readonly<Record<string, string>>;
}

/** A town that answers its phone, at a test's pace, and the provider that it calls with. */
export class CallingTown {
  readonly staff: StaffClient;

  private constructor(
    readonly town: RunningTown,
    readonly provider: SampleProvider,
  ) {
    this.staff = new StaffClient(town);
  }

  static async found(settings: object = {}): Promise<CallingTown> {
    const provider = await SampleProvider.open(`${publicUrl}/webhooks/voice`);
    const made = new CallingTown(await RunningTown.found({ settings: quick }), provider);
    const account = { channel: 'voice-twilio', code: 'voice', title: 'Phone' };
    const access = { accountSid, authTokens: [authToken], number: townNumber, publicUrl };
    await made.expect(201, 'POST', '/channel-accounts', {
      ...account,
      settings: { ...access, apiBaseUrl: provider.origin, ...settings },
    });
    return made;
  }

  async remove(): Promise<void> {
    await this.town.remove();
    await this.provider.close();
  }

  async expect(status: number, method: string, path: string, body: object): Promise<void> {
    expect(await this.staff.call(method, path, body)).toMatchObject({ status });
  }

  /** One signed event of a call. @returns what the caller hears, as TwiML. */
  async call(callSid: string, { fields = {}, ...query }: CallStep = {}): Promise<string> {
    const answer = await this.post(callSid, fields, new URLSearchParams(query).toString());
    expect(answer.status).toBe(200);
    return answer.text();
  }

  async post(
    callSid: string,
    fields: Readonly<Record<string, string>>,
    query: string,
    token = authToken,
  ): Promise<Response> {
    const all: Readonly<Record<string, string>> = {
      ...{ AccountSid: accountSid, CallSid: callSid, From: '+19195550142', To: townNumber },
      ...{ Direction: 'inbound', CallStatus: 'in-progress', ...fields },
    };
    const path = query === '' ? '/webhooks/voice' : `/webhooks/voice?${query}`;
    const signed = Object.keys(all)
      .toSorted()
      .map((name) => `${name}${all[name] ?? ''}`);
    const text = `${publicUrl}${path}${signed.join('')}`;
    const signature = createHmac('sha1', token).update(text, 'utf8').digest('base64');
    return fetch(`${this.town.url}${path}`, {
      method: 'POST',
      headers: { 'x-twilio-signature': signature },
      body: new URLSearchParams(all),
    });
  }
}

export function sidOf(letters: 'CA' | 'RE', number: number): string {
  return `${letters}${String(number).padStart(32, '0')}`;
}
