import { describe, expect, it } from '@jest/globals';

import { MediaStore } from './media-store.js';

const now = Date.UTC(2026, 10, 23, 12);
const file = { contentType: 'image/png', filename: null, bytes: Buffer.from('pixels') };

describe('The address of a file', () => {
  const store = new MediaStore('a key');
  store.keep({ ...file, id: '1' });
  store.keep({ ...file, id: '2' });
  const query = Object.fromEntries(new URLSearchParams(store.linkQuery('1', now)));

  it('is good for five minutes', () => {
    expect(store.behindLink(query, now)?.id).toBe('1');
    expect(store.behindLink(query, now + 299_000)?.id).toBe('1');
    expect(store.behindLink(query, now + 300_000)).toBeNull();
  });

  it('leads to no other file, nor longer, when it is changed', () => {
    expect(store.behindLink({ ...query, mid: '2' }, now)).toBeNull();
    expect(store.behindLink({ ...query, ext: '9999999999' }, now)).toBeNull();
    expect(store.behindLink({}, now)).toBeNull();
  });

  it('leads to nothing when the file was deleted', () => {
    expect(store.delete('1')).toBe(true);
    expect(store.delete('1')).toBe(false);
    expect(store.behindLink(query, now)).toBeNull();
  });
});
