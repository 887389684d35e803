import { id, primary, text } from './columns.js';
import { table } from './table.js';

/** How far an account has been polled; moves in the transaction that stores what it brought. */
export const pollCursorTable = table('poll_cursor', {
  channelAccountId: primary(id()),
  position: text(),
});
