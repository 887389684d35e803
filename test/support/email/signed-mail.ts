import { expect } from '@jest/globals';

import { instantFromMilliseconds } from '#core/time/instant';

import { standardWebhookHeaders } from '../channel-signing.js';
import { eventually } from '../eventually.js';
import { testTownAddress } from '../outgoing-mail.js';

let written = 0;

/**
 * Writes to the town by the signed door of a mail account, so that no mailbox has to be waited for.
 * Nothing says that a program wrote it, and nothing that it is an answer.
 */
export async function writeSigned(webhook: string, from: string, text: string): Promise<void> {
  written += 1;
  const lines = [
    `From: ${from}`,
    `To: ${testTownAddress}`,
    'Subject: Hello',
    `Message-ID: <signed-${String(written)}@example.org>`,
  ];
  const body = Buffer.from([...lines, '', text, ''].join('\r\n'));
  await eventually(async () => {
    const headers = standardWebhookHeaders(body, instantFromMilliseconds(Date.now()));
    const answer = await fetch(webhook, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'message/rfc822' },
      body,
    });
    expect(answer.status).toBe(200);
  });
}
