import { describe, expect, it } from '@jest/globals';

import { readTypedAddress } from './typed-address.js';

const letters = {
  readAddress: ({ kind, address }: { readonly kind: string; readonly address: string }) =>
    kind === 'letter' ? ({ kind: 'written', address: address.toUpperCase() } as const) : null,
};

describe('an address that a person types', () => {
  it('is read by the channel that knows its kind', () => {
    const read = readTypedAddress([{}, letters], { kind: 'letter', address: 'ana b' });
    expect(read).toEqual({ kind: 'written', address: 'ANA B' });
  });

  it('stays as it is where no channel knows its kind, and holds no blanks', () => {
    const typed = { kind: 'pigeon', address: 'ana' };
    expect(readTypedAddress([letters], typed)).toEqual({ kind: 'written', address: 'ana' });
    expect(readTypedAddress([letters], { ...typed, address: 'ana b' })).toEqual({
      kind: 'faulty',
      message: 'holds blanks; take them out',
    });
  });
});
