import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { settingsFromPairs } from './settings-from-pairs.js';

const schema = z.strictObject({
  password: z.string().optional(),
  port: z.int().optional(),
  secure: z.boolean().optional(),
  limits: z.strictObject({ max: z.int() }).optional(),
  secrets: z.array(z.string()).optional(),
});

describe('settings typed as pairs', () => {
  it('stay text where the channel wants text, however numeric they look', () => {
    expect(settingsFromPairs({}, ['password=0123'], schema)).toEqual({ password: '0123' });
  });

  it('are read as JSON only where the channel refuses the text', () => {
    const pairs = ['port=993', 'secure=true', 'secrets=["a=b"]', 'limits.max=5', 'password=true'];
    expect(settingsFromPairs({}, pairs, schema)).toEqual({
      port: 993,
      secure: true,
      secrets: ['a=b'],
      limits: { max: 5 },
      password: 'true',
    });
  });

  it('go over what the file says and leave the rest of it', () => {
    const base = { port: 1, limits: { max: 1 } };
    expect(settingsFromPairs(base, ['limits.max=2'], schema)).toEqual({
      port: 1,
      limits: { max: 2 },
    });
  });

  it('keep a value that fits neither way, so that the refusal names it', () => {
    expect(settingsFromPairs({}, ['port=many'], schema)).toEqual({ port: 'many' });
  });

  it('cannot reach a prototype', () => {
    const settings = settingsFromPairs({}, ['__proto__.polluted=yes'], schema);
    expect(Object.keys(settings)).toEqual(['__proto__']);
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
  });
});
