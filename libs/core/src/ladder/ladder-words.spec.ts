import { describe, expect, it } from '@jest/globals';

import type { Instant } from '../time/instant.js';
import { ladderStory, type ToldRung } from './ladder-story.js';
import { maskAddress } from './mask-address.js';

const timeOf = (at: Instant) => (at === 0 ? '10:42' : 'never');
const refusedText: ToldRung = {
  ...{ by: 'Town texts', state: 'failed', refusal: 'opted-out', sentAt: null },
  lookAgainAt: null,
};
const mail: ToldRung = {
  ...{ by: 'Town mail', state: 'sent', refusal: null, sentAt: 0 as Instant },
  lookAgainAt: null,
};

describe('what staff read about an answer that was turned away', () => {
  it('tells why it was refused and how it went instead', () => {
    expect(ladderStory([refusedText, mail], timeOf)).toBe(
      'Town texts: the citizen opted out. Sent by Town mail instead, 10:42.',
    );
    expect(ladderStory([refusedText, { ...mail, state: 'waiting', sentAt: null }], timeOf)).toBe(
      'Town texts: the citizen opted out. Goes by Town mail instead.',
    );
  });

  it('tells when no other way is left', () => {
    const gone: ToldRung = { ...mail, state: 'sent', refusal: 'recipient-gone' };
    expect(ladderStory([refusedText, gone], timeOf)).toBe(
      'Town texts: the citizen opted out. Town mail: the address takes no messages any more. No other way to the citizen is known.',
    );
  });

  it('tells when the same way is tried again, and how that ended', () => {
    const away: ToldRung = { ...refusedText, state: 'sent', refusal: 'out-of-reach' };
    const said = 'Town texts: the citizen’s device was off or out of reach.';
    expect(ladderStory([{ ...away, lookAgainAt: 0 as Instant }], timeOf)).toBe(
      `${said} Tried there again, 10:42.`,
    );
    const again = { ...mail, by: away.by };
    expect(ladderStory([away, again], timeOf)).toBe(`${said} Sent by Town texts again, 10:42.`);
    expect(ladderStory([away, away, mail], timeOf)).toBe(
      `${said} Sent by Town mail instead, 10:42.`,
    );
    expect(ladderStory([away], timeOf)).toBe(`${said} No other way to the citizen is known.`);
  });

  it('looks for no other way where the words may be at fault', () => {
    expect(ladderStory([{ ...refusedText, refusal: 'rejected' }], timeOf)).toBe(
      'Town texts: the provider did not take it.',
    );
  });

  it('has nothing to tell about one that went straight', () => {
    expect(ladderStory([mail], timeOf)).toBeNull();
    expect(ladderStory([], timeOf)).toBeNull();
  });

  it.each([
    ['ana@example.org', 'a•••@example.org'],
    ['+12025550101', '•••0101'],
    ['@x', '•••@x'],
    ['', '•••'],
  ])('shows of %j what its owner knows again', (address, shown) => {
    expect(maskAddress(address)).toBe(shown);
  });
});
