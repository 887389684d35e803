import { describe, expect, it } from '@jest/globals';

import { defaultTown } from '../account/default-town.js';
import type { ChannelAccountId, ServiceRequestId } from '../identity/ids.js';
import { instantFromIso } from '../time/instant.js';
import type { DigestRequest } from './digest-store.js';
import { digestText } from './digest-text.js';

function request(changes: Partial<DigestRequest> = {}): DigestRequest {
  return {
    id: '01990000-0000-7000-8000-000000000001' as ServiceRequestId,
    number: 'FM26-000006-4',
    channelAccountId: '00000000-0000-7000-8000-00000000acc1' as ChannelAccountId,
    channelRef: 'thread-1',
    language: 'en',
    status: 'new',
    awaitsReply: true,
    expectedAt: instantFromIso('2026-11-17T15:00:00Z'),
    ...changes,
  };
}

describe('the words of a digest', () => {
  it('are bounded, whatever came: thirty of ten thousand less five are named', () => {
    const thirty = Array.from({ length: 29 }, () => request());
    const text = digestText({ requests: [request(), ...thirty], count: 9_995 }, defaultTown, null);
    expect(text).toMatch(/^We have 9,995 more requests from you\./);
    expect(text.split('\n')).toHaveLength(32);
    expect(text).toMatch(/And 9,965 more\.$/);
  });

  it('are in the language of the first request', () => {
    const text = digestText(
      { requests: [request({ language: 'es-419' }), request()], count: 3 },
      defaultTown,
      null,
    );
    const [first, second, third, last] = text.split('\n');
    expect(first).toMatch(/^Recibimos otras 3 solicitudes suyas\./);
    expect(second).toMatch(/^FM26-000006-4: a más tardar el martes, 17 de noviembre, 10:00/);
    expect([third, last]).toEqual([second, 'Y una más.']);
  });

  it('name one number even where the channel has no room for it', () => {
    const limit = { max: 10, unit: 'characters' } as const;
    const text = digestText({ requests: [request(), request()], count: 2 }, defaultTown, limit);
    expect(text.match(/FM26/g)).toHaveLength(1);
    expect(text).toMatch(/And one more\.$/);
  });
});
