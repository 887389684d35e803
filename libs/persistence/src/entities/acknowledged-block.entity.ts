import { binary, instant, primary, whole, words } from './columns.js';
import { table } from './table.js';

/** How many acknowledgements one block of addresses has caused in a window of time, and how many not. */
export const acknowledgedBlockTable = table(
  'acknowledged_block',
  {
    blockKey: primary(binary(16)),
    windowStartAt: primary(instant()),
    /** Its kind and first characters, for people to read. */
    block: words(100),
    acknowledged: whole('int'),
    withheld: whole('int'),
  },
  [{ name: 'ix_block_window', columns: ['windowStartAt'] }],
);
