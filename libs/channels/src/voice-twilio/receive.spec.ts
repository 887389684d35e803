import { describe, expect, it } from '@jest/globals';

import {
  channelTestTime,
  channelTools,
  webhookRequest,
} from '../../../../test/support/channel-tools.js';
import { receive } from './receive.js';
import { samples } from './samples.js';
import { voiceTwilioSettings } from './settings.js';

const settings = voiceTwilioSettings.parse({
  accountSid: `AC${'0'.repeat(31)}1`,
  authTokens: ['f'.repeat(32), '0123456789abcdef0123456789abcdef'],
  number: '+19195550100',
  publicUrl: 'https://311.fairmill.example',
});
const tools = channelTools('voice-twilio');

function told(body: string) {
  const request = samples.inbound?.around(Buffer.from(body), channelTestTime);
  return receive(request ?? webhookRequest(), settings, tools);
}

const call = `AccountSid=${settings.accountSid}&CallSid=CA${'4'.repeat(32)}&From=%2B19195550142`;

describe('an event of a call', () => {
  it('is genuine under the old secret too, while it is being replaced', () => {
    expect(told(call).kind).toBe('answered');
  });

  it('keeps nothing of a call that only rings', () => {
    expect(told(`${call}&CallStatus=ringing`)).toMatchObject({
      ...{ kind: 'answered', answer: { status: 200 } },
    });
  });

  it('of another account is refused, though it is signed', () => {
    const other = call.replace(settings.accountSid, `AC${'9'.repeat(32)}`);
    expect(told(other)).toMatchObject({ kind: 'refused', problem: { code: 'forbidden' } });
  });

  it('of more bytes than a call has is refused before it is read', () => {
    const long = `${call}&x=${'a'.repeat(70_000)}`;
    expect(told(long)).toMatchObject({ kind: 'refused', problem: { code: 'too-large' } });
  });

  it('says to whoever only looks what is played when the town cannot answer', () => {
    const looked = receive(webhookRequest({ method: 'GET' }), settings, tools);
    expect(looked).toMatchObject({ kind: 'answered' });
    expect(JSON.stringify(looked)).toContain('call 911');
  });
});
