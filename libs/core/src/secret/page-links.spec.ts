import { describe, expect, it } from '@jest/globals';

import { FakeClock } from '../../../../test/support/fakes/fake-clock.js';
import { timeOrderedIds } from '../identity/time-ordered-id.js';
import { addMilliseconds } from '../time/instant.js';
import { pageLinks } from './page-links.js';
import { THREAD_LINK_LIFETIME_MS } from './signed-links.js';

const clock = new FakeClock();
const newId = timeOrderedIds(clock);
const grant = { emergencyId: newId<'Emergency'>(), staffId: newId<'Staff'>() };
const keys = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];

describe('the link of a page', () => {
  it('says whose it is and which emergency it takes, under any of the keys', () => {
    const token = pageLinks(keys.slice(1)).issue(grant, clock.now());
    expect(pageLinks(keys).read(token, clock.now())).toEqual(grant);
  });

  it('comes with six digits of this person and this emergency, under any of the keys', () => {
    const links = pageLinks(keys);
    const code = pageLinks(keys.slice(1)).codeOf(grant);
    expect(code).toMatch(/^\d{6}$/);
    expect(links.isCodeOf(grant, code)).toBe(true);
    expect(links.codeOf(grant)).not.toBe(code);
    expect(links.isCodeOf({ ...grant, staffId: newId<'Staff'>() }, code)).toBe(false);
    expect(links.isCodeOf({ ...grant, emergencyId: newId<'Emergency'>() }, code)).toBe(false);
    expect(pageLinks([Buffer.alloc(32, 3)]).isCodeOf(grant, code)).toBe(false);
  });

  it('holds under no other key, altered, or after its time', () => {
    const links = pageLinks(keys);
    const token = links.issue(grant, clock.now());
    expect(pageLinks([Buffer.alloc(32, 3)]).read(token, clock.now())).toBeNull();
    expect(links.read(`${token.slice(0, -2)}AA`, clock.now())).toBeNull();
    const later = addMilliseconds(clock.now(), THREAD_LINK_LIFETIME_MS);
    expect(links.read(token, later)).toBeNull();
  });
});
