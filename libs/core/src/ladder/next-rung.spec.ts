import { describe, expect, it } from '@jest/globals';

import { FakeAccounts } from '../../../../test/support/fakes/fake-accounts.js';
import {
  fakeAccount,
  fakeAdapter,
  fakeCapabilities,
} from '../../../../test/support/fakes/fake-channel.js';
import type { LiveAccount } from '../account/channel-accounts.js';
import type { ChannelAccountId, ContactPointId, ServiceRequestId } from '../identity/ids.js';
import type { Instant } from '../time/instant.js';
import { type CitizenAddress, type Homeless, nextRung, type TriedWay } from './next-rung.js';

const requestId = '01990000-0000-7000-8000-000000000001' as ServiceRequestId;
const texts = account('texts', 'phone');
const mail = account('mail', 'email');
const otherTexts = account('other-texts', 'phone');

/** An account that begins messages at addresses of this kind. */
function account(code: string, kind: string, changes: Partial<LiveAccount> = {}): LiveAccount {
  const addressTo: LiveAccount['adapter']['addressTo'] = (recipient, subject) =>
    recipient.kind === kind ? `${code} ${recipient.address} “${subject}”` : null;
  const id = code as ChannelAccountId;
  return fakeAccount({
    id,
    code,
    title: code,
    adapter: { ...fakeAdapter(), addressTo },
    ...changes,
  });
}

function address(id: string, changes: Partial<CitizenAddress> = {}): CitizenAddress {
  return {
    ...{ id: id as ContactPointId, kind: 'email', address: `${id}@example.org` },
    ...{ verifiedAt: 1_000 as Instant, undeliverable: false, usedAt: null, optOuts: [] },
    ...changes,
  };
}

const phone = address('phone', { kind: 'phone', address: '+12025550101' });
const refusedThere: TriedWay = {
  ...{ channelAccountId: texts.id, contactPointId: phone.id, refusal: 'opted-out' },
};

function nextOf(
  addresses: readonly CitizenAddress[],
  {
    accounts = [texts, mail],
    ...changes
  }: Partial<Homeless> & {
    readonly accounts?: readonly LiveAccount[];
  } = {},
): string | null {
  const answer: Homeless = {
    ...{ requestId, requestNumber: 'FM26-000001-9', text: 'We fixed it.', hasFiles: false },
    ...{ tried: [refusedThere], ...changes },
  };
  const to = { name: 'Ana', language: 'en', addresses };
  const rung = nextRung(answer, to, new FakeAccounts(...accounts));
  return rung === null ? null : `${rung.account.code}: ${rung.address.id}`;
}

describe('the next way to a citizen', () => {
  it('is an address they proved, with a subject that names the request', () => {
    const to = { name: 'Ana', language: 'es', addresses: [phone, address('ana')] };
    const rung = nextRung(
      {
        ...{ requestId, requestNumber: 'FM26-000001-9', text: 'Ya.', hasFiles: false },
        tried: [refusedThere],
      },
      to,
      new FakeAccounts(texts, mail),
    );
    expect(rung?.channelRef).toBe('mail ana@example.org “Su solicitud [FM26-000001-9]”');
  });

  it('is never an address that somebody merely claimed, nor one that takes no messages', () => {
    expect(nextOf([phone, address('claimed', { verifiedAt: null })])).toBeNull();
    expect(nextOf([phone, address('gone', { undeliverable: true })])).toBeNull();
  });

  it('is the one that was used last', () => {
    const proven = address('proven', { verifiedAt: 2_000 as Instant });
    const used = address('used', { usedAt: 3_000 as Instant });
    expect(nextOf([phone, proven, used])).toBe('mail: used');
    expect(nextOf([phone, address('old'), proven])).toBe('mail: proven');
  });

  it('is none where the citizen said stop, in whatever scope holds there', () => {
    const nothing = { channelAccountId: null, requestId: null };
    const everything = { ...nothing, scope: 'everything' } as const;
    const here = { ...nothing, scope: 'channel', channelAccountId: mail.id } as const;
    const there = { ...nothing, scope: 'channel', channelAccountId: texts.id } as const;
    const about = { ...nothing, scope: 'request', requestId } as const;
    for (const optOut of [everything, here, about]) {
      expect(nextOf([phone, address('ana', { optOuts: [optOut] })])).toBeNull();
    }
    expect(nextOf([phone, address('ana', { optOuts: [there] })])).toBe('mail: ana');
  });

  it('is no side door of an address that refused, unless only the window was closed', () => {
    const accounts = [texts, otherTexts];
    expect(nextOf([phone], { accounts })).toBeNull();
    const gone = { ...refusedThere, refusal: 'recipient-gone' } as const;
    expect(nextOf([phone], { accounts, tried: [gone] })).toBeNull();
    const closed = { ...refusedThere, refusal: 'window-closed' } as const;
    expect(nextOf([phone], { accounts, tried: [closed] })).toBe('other-texts: phone');
    expect(nextOf([phone], { accounts: [texts], tried: [closed] })).toBeNull();
  });

  it('goes on downwards: what was tried is not tried again', () => {
    const ana = address('ana', { usedAt: 3_000 as Instant });
    const bounced: TriedWay = {
      ...{ channelAccountId: mail.id, contactPointId: ana.id, refusal: 'recipient-gone' },
    };
    const tried = [refusedThere, bounced];
    expect(nextOf([phone, ana, address('home')], { tried })).toBe('mail: home');
    expect(nextOf([phone, ana], { tried })).toBeNull();
  });

  it('takes the words whole: a shorter limit, missing files and public walls are passed by', () => {
    const short = { ...fakeCapabilities, textLimit: { max: 5, unit: 'characters' } as const };
    const wall = { ...fakeCapabilities, audience: 'public' as const };
    const files = { ...fakeCapabilities, attachments: { inbound: true, outbound: true } };
    const narrow = account('narrow', 'email', { capabilities: short });
    expect(nextOf([phone, address('ana')], { accounts: [narrow] })).toBeNull();
    expect(nextOf([phone, address('ana')], { accounts: [narrow, mail] })).toBe('mail: ana');
    const board = account('board', 'email', { capabilities: wall });
    expect(nextOf([phone, address('ana')], { accounts: [board] })).toBeNull();
    expect(nextOf([phone, address('ana')], { hasFiles: true })).toBeNull();
    const post = account('post', 'email', { capabilities: files });
    expect(nextOf([phone, address('ana')], { hasFiles: true, accounts: [post] })).toBe('post: ana');
  });

  it('needs an account that is switched on and can begin a message', () => {
    const off = account('off', 'email', { enabled: false });
    const mute = account('mute', 'email', { adapter: fakeAdapter() });
    expect(nextOf([phone, address('ana')], { accounts: [off, mute] })).toBeNull();
  });
});
