import { expect } from '@jest/globals';
import { type ParsedMail, simpleParser } from 'mailparser';

import type { Instant } from '#core/time/instant';

import { standardWebhookHeaders } from '../channel-signing.js';
import { type MailSink, startMailSink } from '../mail-sink.js';
import { mailSettings, testTownAddress } from '../outgoing-mail.js';
import { RunningTown } from '../running-town.js';
import { StaffClient, until } from '../town-client.js';
import { closeNow, saveWeek } from '../town-hours.js';

const quick = {
  TOWNLINE_PAGE_INTERVAL: '50ms',
  TOWNLINE_WATCH_INTERVAL: '50ms',
  TOWNLINE_PAGE_NEXT_PERSON: '2s',
};

/** A town whose people on call are reached by mail, at a test's pace. */
export class EmergencyTown {
  readonly staff: StaffClient;

  private constructor(
    readonly town: RunningTown,
    readonly sink: MailSink,
  ) {
    this.staff = new StaffClient(town);
  }

  /** With Bo and Cy, and Ana who supervises. */
  static async found(): Promise<EmergencyTown> {
    const sink = await startMailSink();
    const made = new EmergencyTown(await RunningTown.found({ settings: quick }), sink);
    const account = { channel: 'email', code: 'mail', title: 'Mail' };
    const settings = mailSettings({ port: sink.port });
    await made.expect(201, 'POST', '/channel-accounts', { ...account, settings });
    for (const name of ['Bo', 'Cy']) await made.hire(name, 'advocate');
    await made.hire('Ana', 'supervisor');
    return made;
  }

  async remove(): Promise<void> {
    await this.town.remove();
    await this.sink.close();
  }

  async hire(
    name: string,
    role: string,
    addresses = [{ kind: 'email', address: `${name.toLowerCase()}@town.example` }],
  ): Promise<void> {
    await this.expect(201, 'POST', '/staff', { name, role, addresses });
  }

  closeNow(): Promise<void> {
    return closeNow(this.staff);
  }

  saveWeek(week: Readonly<Record<string, unknown>>): Promise<void> {
    return saveWeek(this.staff, week);
  }

  async expect(status: number, method: string, path: string, body: object): Promise<void> {
    expect(await this.staff.call(method, path, body)).toMatchObject({ status });
  }

  /** A mail as a citizen's server would post it. */
  async write(from: string, text: string, to = testTownAddress): Promise<void> {
    const id = `${Math.random().toString(36).slice(2)}@example.org`;
    const header = [
      ...[`From: <${from}>`, `To: <${to}>`, 'Subject: Hello', `Message-ID: <${id}>`],
      ...[`Date: ${new Date().toUTCString()}`, 'Content-Type: text/plain; charset=utf-8'],
    ];
    const body = Buffer.from(`${header.join('\r\n')}\r\n\r\n${text}\r\n`);
    const headers = {
      ...standardWebhookHeaders(body, Date.now() as Instant),
      'content-type': 'message/rfc822',
    };
    const answer = await fetch(`${this.town.url}/webhooks/mail`, {
      method: 'POST',
      headers,
      body: new Uint8Array(body),
    });
    expect(answer.status).toBe(200);
  }

  pagesTo(name: string, count: number): Promise<readonly ParsedMail[]> {
    return this.mailsTo(`${name}@town.example`, count);
  }

  async mailsTo(address: string, count: number): Promise<readonly ParsedMail[]> {
    const mails = await until(
      () => Promise.resolve(this.sink.mails.filter(({ to }) => to.includes(address))),
      ({ length }) => length >= count,
      20_000,
    );
    return Promise.all(mails.map(({ raw }) => simpleParser(raw)));
  }

  async emergencies(): Promise<readonly Record<string, unknown>[]> {
    const { body } = await this.staff.call<{ readonly emergencies: Record<string, unknown>[] }>(
      'GET',
      '/emergencies',
    );
    return body.emergencies;
  }
}

/** Day and night, every day of the week. */
export function everyDay(person: string, deputies: readonly string[] = []) {
  return [
    { from: 'mon 00:00', to: 'sun 00:00', person, deputies },
    { from: 'sun 00:00', to: 'mon 00:00', person, deputies },
  ];
}
