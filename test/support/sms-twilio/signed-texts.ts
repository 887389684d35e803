import { createHash } from 'node:crypto';

import twilio from 'twilio';

export const townNumber = '+19195550100';

/** An account for tests only. */
export const textingAccount = {
  accountSid: `AC${'0a1b2c3d'.repeat(4)}`,
  authTokens: ['f00dbabe'.repeat(4)],
  number: townNumber,
  publicUrl: 'https://311.fairmill.example',
  messagesPerSecond: 1_000,
};

export interface WrittenText {
  readonly id: string;
  readonly from: string;
  readonly body: string;
}

/** One webhook, signed by the provider's own library for the public address, wherever it is brought. */
export async function bringText(origin: string, code: string, text: WrittenText): Promise<number> {
  const { accountSid, authTokens, publicUrl } = textingAccount;
  const sid = `SM${createHash('md5').update(text.id).digest('hex')}`;
  const fields = {
    ...{ MessageSid: sid, SmsSid: sid, AccountSid: accountSid, From: text.from, To: townNumber },
    ...{ Body: text.body, NumMedia: '0', NumSegments: '1', SmsStatus: 'received', ToCity: '' },
  };
  const path = `/webhooks/${code}`;
  const signature = twilio.getExpectedTwilioSignature(
    authTokens[0] ?? '',
    publicUrl + path,
    fields,
  );
  const answer = await fetch(origin + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      'x-twilio-signature': signature,
    },
    body: new URLSearchParams(fields),
  });
  await answer.text();
  return answer.status;
}

/** The first thousands of numbers that nobody has in the area of the town. */
export function numberOfCitizen(index: number): string {
  return `+1919${String(2_000_000 + index)}`;
}
