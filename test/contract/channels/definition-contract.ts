import { describe, expect, it } from '@jest/globals';

import { registrationFaults } from '#channels/registration-faults';

import { type ChannelUnderTest, withChannel } from './open-channel.js';

export function definitionContract(channel: ChannelUnderTest): void {
  const { definition, samples } = channel;

  describe('definition', () => {
    it('has a usable code, and a default account that fits its settings', () => {
      expect(registrationFaults([definition])).toEqual([]);
    });

    it('says in a title and one sentence what it is', () => {
      expect(definition.title).toMatch(/^\S.{0,60}$/);
      expect(definition.summary).toMatch(/^[A-Z].{10,160}\.$/);
    });

    it('states a text limit that leaves room for an acknowledgement', () => {
      const { max, unit } = definition.capabilities.textLimit;
      expect(max).toBeGreaterThanOrEqual(unit === 'sms-segments' ? 2 : 140);
    });

    it('waits for its provider at least as long as others, and no worker’s lease for hours', () => {
      const { sendTimeFactor = 1 } = definition;
      expect(sendTimeFactor).toBeGreaterThanOrEqual(1);
      expect(sendTimeFactor).toBeLessThanOrEqual(15);
    });

    it('accepts settings that are right, and reads them the same way a second time', async () => {
      await withChannel(channel, ({ provider }) => {
        const once = definition.settings.parse(provider.settings);
        expect(definition.settings.parse(once)).toEqual(once);
        return Promise.resolve();
      });
    });

    it.each(samples.wrongSettings)('refuses wrong settings by naming $field', (wrong) => {
      expect(faultyFields(definition.settings.safeParse(wrong.settings))).toContain(wrong.field);
    });

    it('refuses settings that it does not know', () => {
      const fields = faultyFields(definition.settings.safeParse({ surelyNoSetting: 1 }));
      expect(fields).toContain('surelyNoSetting');
    });

    it.each([null, 'text', 7, []])('refuses %p instead of settings', (settings) => {
      expect(definition.settings.safeParse(settings).success).toBe(false);
    });
  });
}

type Parsed = ReturnType<ChannelUnderTest['definition']['settings']['safeParse']>;

function faultyFields(parsed: Parsed): string[] {
  const issues = parsed.error?.issues ?? [];
  return issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys : [issue.path.join('.')],
  );
}
