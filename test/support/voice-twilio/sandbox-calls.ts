import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { expect } from '@jest/globals';

import { type OpenSandbox, openSandbox } from '../../../apps/sandbox/src/open-sandbox.js';
import { freePort } from '../private-process.js';
import { RunningTown } from '../running-town.js';
import { StaffClient } from '../town-client.js';

interface CallingAccount {
  readonly accountSid: string;
  readonly authTokens: string[];
  readonly apiBaseUrl: string;
}

const pace = { TOWNLINE_PAGE_INTERVAL: '50ms', TOWNLINE_WATCH_INTERVAL: '50ms' };

/** A town whose phone company is the sandbox, both in this process. */
export class SandboxCalls {
  readonly staff: StaffClient;

  private constructor(
    readonly town: RunningTown,
    readonly account: CallingAccount,
    private readonly sandbox: OpenSandbox,
    private readonly place: { readonly folder: string; readonly url: string },
  ) {
    this.staff = new StaffClient(town);
  }

  static async open(): Promise<SandboxCalls> {
    const folder = await mkdtemp('/tmp/tl-calls-');
    const [port, smtpPort] = [await freePort(), await freePort()];
    const town = await RunningTown.found({ settings: pace });
    const url = `http://127.0.0.1:${port}`;
    const account = { channel: 'voice-twilio', code: 'voice', title: 'Calls (sandbox)' };
    const settings = {
      ...{ accountSid: `AC${'1'.repeat(32)}`, authTokens: ['2'.repeat(32)] },
      ...{ number: '+19195550100', apiBaseUrl: `${url}/twilio`, publicUrl: town.url },
    };
    const opening = await openSandbox({
      ...{ port, smtpPort, townUrl: town.url, folder: join(folder, 'sandbox') },
      accounts: [{ ...account, settings }],
    });
    if (opening.kind === 'failed') throw new Error(opening.sentence);
    const made = new SandboxCalls(town, settings, opening.sandbox, { folder, url });
    expect(
      await made.staff.call('POST', '/channel-accounts', { ...account, settings }),
    ).toMatchObject({ status: 201 });
    return made;
  }

  async remove(): Promise<void> {
    await this.town.remove();
    await this.sandbox.close();
    await rm(this.place.folder, { recursive: true, force: true });
  }

  async page(path: string): Promise<string> {
    return (await fetch(`${this.place.url}${path}`)).text();
  }

  /** Follows to the page that it leads to. */
  async post(path: string, fields: Readonly<Record<string, string>>) {
    const answer = await fetch(`${this.place.url}${path}`, {
      method: 'POST',
      body: new URLSearchParams(fields),
    });
    return { path: new URL(answer.url).pathname, page: await answer.text() };
  }
}
