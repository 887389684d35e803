import { describe, expect, it } from '@jest/globals';

import { channels } from '#channels/registration';
import { registrationFaults } from '#channels/registration-faults';
import type { SandboxPlace } from '#core/channel/definition';

import { fakeChannel } from '../../support/channel-fake.js';

const { definition: fake } = fakeChannel();
const account = { code: 'door', title: 'Door', settings: { token: 'long enough' } };

describe('the registration list', () => {
  it('has no fault as it is', () => {
    expect(registrationFaults(channels)).toEqual([]);
    expect(channels.length).toBeGreaterThan(0);
  });

  it('refuses a code that two channels have', () => {
    expect(registrationFaults([fake, { ...fake, title: 'Other' }])).toEqual([
      'Two channels have the channel code "fake": rename one.',
    ]);
  });

  it('refuses an account code that two channels have', () => {
    const list = [
      { ...fake, defaultAccount: account },
      { ...fake, code: 'other', defaultAccount: account },
    ];
    expect(registrationFaults(list)).toEqual([
      'Two channels have the account code "door": rename one.',
    ]);
  });

  it.each(['', 'Web', 'web_form', 'web form', '-web', 'web-', '1st', 'wéb', 'w'.repeat(41)])(
    'refuses the code %j',
    (code) => {
      expect(registrationFaults([{ ...fake, code }])).toEqual([
        expect.stringContaining(`The channel code "${code}" is not usable`),
      ]);
    },
  );

  it('refuses a default account that does not fit the settings, and names the field', () => {
    const broken = { ...account, settings: { token: 'short' } };
    expect(registrationFaults([{ ...fake, defaultAccount: broken }])).toEqual([
      'The default account of channel "fake" does not fit its settings (token): mend it.',
    ]);
  });

  it('holds the account of the sandbox to the same, wherever the sandbox listens', () => {
    const sandboxAccount = {
      ...account,
      settings: ({ origin }: SandboxPlace) => ({ token: origin }),
    };
    expect(registrationFaults([{ ...fake, sandboxAccount }])).toEqual([]);
    const broken = { ...account, code: 'Bad', settings: () => ({ token: 'short' }) };
    expect(registrationFaults([{ ...fake, sandboxAccount: broken }])).toEqual([
      expect.stringContaining('The account code "Bad" is not usable'),
      'The sandbox account of channel "fake" does not fit its settings (token): mend it.',
    ]);
  });
});
