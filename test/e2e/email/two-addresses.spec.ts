import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { newLoopbackSecret, signed } from '../../support/loopback-events.js';
import { RunningTown } from '../../support/running-town.js';
import { StaffClient, until } from '../../support/town-client.js';

describe('one mail to two addresses of the town', () => {
  const secret = newLoopbackSecret();
  let town: RunningTown;
  let staff: StaffClient;

  beforeAll(async () => {
    town = await RunningTown.found();
    staff = new StaffClient(town);
    for (const code of ['office', 'works']) await addAccount(code);
  });
  afterAll(() => town.remove());

  it('is one request, which names the other address, and keeps the mail as it came', async () => {
    await deliver('office');
    const [request] = await until(
      () => staff.stream(),
      (requests) => requests.length === 1,
    );
    const number = request?.number ?? '';
    expect(await staff.request(number)).toMatchObject({ alsoReceivedAt: [] });
    await deliver('works');
    await deliver('works');
    await deliver('office');
    expect(await staff.request(number)).toMatchObject({
      alsoReceivedAt: [{ code: 'works', title: 'The works' }],
    });
    expect(await staff.stream()).toHaveLength(1);
    const { timeline } = await staff.request(number);
    const source = await fetch(
      `${town.url}/api/v1/requests/${number}/messages/${timeline[0]?.id ?? ''}/source`,
      { headers: { authorization: `Bearer ${town.key}` } },
    );
    expect(source.headers.get('content-type')).toBe('message/rfc822');
    expect(source.headers.get('content-disposition')).toMatch(/\.eml"/);
    expect(await source.text()).toBe(mailTo('office'));
  });

  async function addAccount(code: string): Promise<void> {
    const added = await staff.call('POST', '/channel-accounts', {
      ...{ channel: 'email', code, title: `The ${code}` },
      settings: {
        address: `${code}@fairmill.example`,
        displayName: 'Fairmill',
        inboundSecrets: [secret],
        outgoing: { host: '127.0.0.1', port: 9, security: 'none' },
      },
    });
    expect(added.status).toBe(201);
  }

  async function deliver(code: string): Promise<void> {
    const { headers, body } = signed(`mail-${code}`, Buffer.from(mailTo(code)), secret);
    const answer = await fetch(`${town.url}/webhooks/${code}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'message/rfc822' },
      body: new Uint8Array(body),
    });
    await answer.text();
    expect(answer.status).toBeLessThan(300);
  }
});

function mailTo(code: string): string {
  return [
    `Delivered-To: ${code}@fairmill.example`,
    'From: Ana <ana@example.org>',
    'To: office@fairmill.example, works@fairmill.example',
    'Subject: Hydrant leaks',
    'Message-ID: <one@example.org>',
    'Date: Mon, 16 Nov 2026 15:00:00 +0000',
    '',
    'On Mill Street.',
    '',
  ].join('\r\n');
}
