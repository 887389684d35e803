import { randomBytes } from 'node:crypto';

import type { Clock } from '../time/clock.js';
import type { Id, NewId } from './ids.js';

/**
 * UUID version 7 (RFC 9562 §5.7): 48 bits of milliseconds, then a counter that keeps ids of one
 * millisecond in the order they were made, then random bits.
 */
export function timeOrderedIds(clock: Clock): NewId {
  let lastMilliseconds = 0;
  let counter = 0;
  return <Name extends string>() => {
    const milliseconds = Math.max(clock.now(), lastMilliseconds);
    counter = milliseconds === lastMilliseconds ? counter + 1 : 0;
    // 12 bits of counter: past 4,096 ids in a millisecond the id borrows from the next one.
    lastMilliseconds = counter > 0xfff ? milliseconds + 1 : milliseconds;
    if (counter > 0xfff) counter = 0;
    return format(lastMilliseconds, counter) as Id<Name>;
  };
}

function format(milliseconds: number, counter: number): string {
  const bytes = eightRandomBytes();
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x80;
  const time = milliseconds.toString(16).padStart(12, '0');
  const sequence = (0x7000 | counter).toString(16);
  const random = bytes.toString('hex');
  return `${time.slice(0, 8)}-${time.slice(8)}-${sequence}-${random.slice(0, 4)}-${random.slice(4)}`;
}

/** Taken from the system by the page: a batch makes a thousand ids. No byte is used twice. */
let pool = Buffer.alloc(0);

function eightRandomBytes(): Buffer {
  if (pool.length === 0) pool = randomBytes(4_096);
  const bytes = pool.subarray(0, 8);
  pool = pool.subarray(8);
  return bytes;
}
