import { id, instant, primary } from './columns.js';
import { table } from './table.js';

/** The text that told an address who writes and how to end it: once an account. */
export const introductionTable = table('introduction', {
  contactPointId: primary(id()),
  channelAccountId: primary(id()),
  outboxId: id(),
  introducedAt: instant(),
});
