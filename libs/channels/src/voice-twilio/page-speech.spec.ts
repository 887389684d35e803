import { describe, expect, it } from '@jest/globals';

import { channelDelivery, channelTools } from '../../../../test/support/channel-tools.js';
import { pageSpeech } from './page-speech.js';

const address = 'https://311.fairmill.example/webhooks/voice';
const channelRef = '+19195550150';
const text =
  'Water: emergency E-3.\n\nPlace: 214 oak st\n\nTake it: open https://x.example/page/1.';

describe('what a person of the town hears who is called', () => {
  it('is said twice, without addresses, and taken with a key that only they can use', () => {
    const tools = channelTools('voice');
    const twiml = pageSpeech(
      channelDelivery({ kind: 'emergency-page', channelRef, text }),
      address,
      tools,
    );
    expect(twiml).toContain('loop="2">This is Fairmill. Water: emergency E-3. Place: 214 oak st');
    expect(twiml).toContain('Press 1 to take it.');
    expect(twiml).not.toContain('x.example');
    const token = /token=([a-z0-9.]+)/.exec(twiml)?.[1] ?? '';
    const holder = { kind: 'voice', address: channelRef };
    expect(tools.replyTokens.read(token, holder)).toBe('FM26-004817-3');
    expect(tools.replyTokens.read(token, { ...holder, address: '+19195550151' })).toBeNull();
  });

  it('asks for no key where there is nothing to take', () => {
    for (const delivery of [
      channelDelivery({ kind: 'alert', channelRef, text }),
      channelDelivery({ kind: 'emergency-page', channelRef, text, requestNumber: '' }),
    ]) {
      const twiml = pageSpeech(delivery, address, channelTools('voice'));
      expect(twiml).toContain('loop="2">This is Fairmill.');
      expect(twiml).not.toMatch(/Gather|Press 1/);
    }
  });

  it('fits into what the API takes, at its longest and with its worst letters', () => {
    for (const worst of ['a&'.repeat(800), '<'.repeat(1_600), '🚰'.repeat(1_600)]) {
      const delivery = channelDelivery({ kind: 'emergency-page', channelRef, text: worst });
      expect(pageSpeech(delivery, address, channelTools('voice')).length).toBeLessThan(4_000);
    }
  });
});
