import { describe, expect, it } from '@jest/globals';

import { addMilliseconds, instantFromIso, MINUTE } from '#core/time/instant';

import { GrowingPause } from './growing-pause.js';
import { StubbornMails } from './stubborn-mails.js';
import { Sweeps } from './sweeps.js';

const now = instantFromIso('2026-11-23T10:00:00Z');
const later = (minutes: number) => addMilliseconds(now, minutes * MINUTE);

describe('a pause after a refusal', () => {
  it('is one minute, then two, and never more than fifteen', () => {
    const pause = new GrowingPause();
    expect(pause.until(now)).toBeNull();
    const lengths = [1, 2, 3, 4, 5, 6].map(() => {
      pause.refused(now);
      return ((pause.until(now) ?? now) - now) / MINUTE;
    });
    expect(lengths).toEqual([1, 2, 4, 8, 15, 15]);
    expect(pause.until(later(15))).toBeNull();
  });
});

describe('a mail that cannot be had', () => {
  it('is tried for ten minutes and ten times, then its header, then nothing', () => {
    const stubborn = new StubbornMails();
    for (let tries = 1; tries <= 9; tries += 1) stubborn.failed('INBOX', 5, now);
    expect(stubborn.patience('INBOX', 5, later(60))).toBe('fetch');
    stubborn.failed('INBOX', 5, now);
    expect(stubborn.patience('INBOX', 5, later(9))).toBe('fetch');
    expect(stubborn.patience('INBOX', 5, later(10))).toBe('header');
    for (let tries = 11; tries <= 20; tries += 1) stubborn.failed('INBOX', 5, now);
    expect(stubborn.patience('INBOX', 5, later(10))).toBe('none');
  });

  it('is forgotten when the mailbox hangs elsewhere, and is not another mailbox’s', () => {
    const stubborn = new StubbornMails();
    for (let tries = 1; tries <= 20; tries += 1) stubborn.failed('INBOX', 5, now);
    expect(stubborn.isAt('INBOX', 5)).toBe(true);
    expect(stubborn.isAt('Parks', 5)).toBe(false);
    stubborn.failed('INBOX', 6, now);
    expect(stubborn.isAt('INBOX', 5)).toBe(false);
    expect(stubborn.patience('INBOX', 6, later(60))).toBe('fetch');
  });
});

describe('a sweep', () => {
  it('is due once, and again after a refusal and a pause', () => {
    const sweeps = new Sweeps();
    expect(sweeps.isDue('INBOX', now)).toBe(true);
    sweeps.swept('INBOX');
    expect(sweeps.isDue('INBOX', later(60))).toBe(false);
    sweeps.refused('INBOX', now);
    expect(sweeps.isDue('INBOX', now)).toBe(false);
    expect(sweeps.isDue('INBOX', later(1))).toBe(true);
  });
});
