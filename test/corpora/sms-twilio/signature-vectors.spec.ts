import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { checkTwilioSignature } from '#channels/twilio-signature';

import { webhookRequest } from '../../support/channel-tools.js';
import { testdata } from '../testdata.js';

const { cases } = z
  .object({
    cases: z.array(
      z.object({
        name: z.string(),
        authToken: z.string(),
        requestUrl: z.string(),
        params: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
        rawBody: z.string().optional(),
        contentType: z.string().default('application/x-www-form-urlencoded'),
        signature: z.string(),
        /** Null: libraries differ; either answer is right. */
        valid: z.boolean().nullable(),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(testdata('vectors/twilio-signature.json'), 'utf8')));

describe('The signatures of Twilio, as its libraries check them', () => {
  it.each(cases)('$name', ({ authToken, requestUrl, params = {}, ...given }) => {
    const [address = '', query = ''] = requestUrl.split('?', 2);
    const body = given.rawBody ?? formOf(params).toString();
    const request = webhookRequest({
      query,
      headers: { 'content-type': given.contentType, 'x-twilio-signature': given.signature },
      rawBody: Buffer.from(body),
    });
    const { kind } = checkTwilioSignature(request, address, ['another token', authToken]);
    if (given.valid !== null) expect(kind).toBe(given.valid ? 'genuine' : 'forged');
  });

  it('are 28 cases', () => {
    expect(cases).toHaveLength(28);
  });
});

function formOf(params: Readonly<Record<string, string | readonly string[]>>): URLSearchParams {
  const pairs = Object.entries(params).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, one]),
  );
  return new URLSearchParams(pairs);
}
