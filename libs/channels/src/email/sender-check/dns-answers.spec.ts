import { describe, expect, it } from '@jest/globals';

import { PrivateZone } from '../../../../../test/support/email/private-zone.js';
import { FakeClock } from '../../../../../test/support/fakes/fake-clock.js';
import { DnsAnswers } from './dns-answers.js';

const MINUTE = 60_000;

describe('answers of name servers', () => {
  it('are kept for a few minutes, also that there is nothing', async () => {
    const { zone, clock, ask } = opened();
    zone.text('a.example', 'words');
    await Promise.all([ask('a.example'), ask('A.example')]);
    await expect(ask('b.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    await expect(ask('b.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    expect(zone.asked).toEqual(['TXT a.example', 'TXT b.example']);
    clock.advance(5 * MINUTE);
    await ask('a.example');
    expect(zone.asked).toHaveLength(3);
  });

  it('that failed are asked for again soon, and not at once', async () => {
    const { zone, clock, ask } = opened();
    zone.set('a.example', 'TXT', 'fails');
    await expect(ask('a.example')).rejects.toThrow();
    await expect(ask('a.example')).rejects.toThrow();
    expect(zone.asked).toHaveLength(1);
    zone.text('a.example', 'words');
    clock.advance(MINUTE / 2);
    expect(await ask('a.example')).toEqual([['words', '']]);
  });

  it('are waited for no longer than is given for all together', async () => {
    const { zone, dns } = opened();
    zone.set('a.example', 'TXT', 'silent');
    const { resolve } = dns.within(1);
    await expect(resolve('a.example', 'TXT')).rejects.toMatchObject({ code: 'ETIMEOUT' });
    await expect(resolve('b.example', 'TXT')).rejects.toMatchObject({ code: 'ETIMEOUT' });
  });

  it('of many names do not pile up', async () => {
    const { zone, ask } = opened();
    zone.text('first.example', 'words');
    await ask('first.example');
    for (let at = 0; at < 2_000; at += 1) {
      zone.text(`${at}.example`, '');
      await ask(`${at}.example`);
    }
    await ask('first.example');
    expect(zone.asked).toHaveLength(2_002);
  });
});

function opened() {
  const [zone, clock] = [new PrivateZone(), new FakeClock()];
  const dns = new DnsAnswers(zone.resolve, clock);
  const ask = async (name: string) => {
    const { resolve, end } = dns.within(MINUTE);
    try {
      return await resolve(name, 'TXT');
    } finally {
      end();
    }
  };
  return { zone, clock, dns, ask };
}
