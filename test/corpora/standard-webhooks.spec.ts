import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { instantFromMilliseconds, SECOND } from '#core/time/instant';

import { registeredChannel } from '../support/channel-registered.js';
import { channelTools } from '../support/channel-tools.js';
import { testdata } from './testdata.js';

const vectors = z
  .object({
    secret: z.string(),
    cases: z.array(
      z.object({
        name: z.string(),
        now: z.number(),
        headers: z.record(z.string(), z.string()),
        payload: z.string(),
        valid: z.boolean(),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(testdata('vectors/standard-webhooks.json'), 'utf8')));

describe('The signatures of Standard Webhooks, as its own projects publish them', () => {
  it.each(vectors.cases)('$name', async ({ now, headers, payload, valid }) => {
    const definition = registeredChannel('loopback');
    const settings = definition.settings.parse({ secrets: [vectors.secret] });
    const adapter = definition.create(settings, channelTools());
    const reception = await adapter.receive?.({
      method: 'POST',
      query: '',
      headers,
      rawBody: Buffer.from(payload),
      receivedAt: instantFromMilliseconds(now * SECOND),
    });
    expect(isForged(reception)).toBe(!valid);
  });
});

/** A genuine request may still be refused for what it says. */
function isForged(reception: object | undefined): boolean {
  return JSON.stringify(reception).includes('"unauthenticated"');
}
