import { id, instant, nullable, primary } from './columns.js';
import { table } from './table.js';

/** The first and last arrival at an account, and whether its silence since is abnormal. */
export const arrivalAccountTable = table('arrival_account', {
  channelAccountId: primary(id()),
  firstArrivalAt: instant(),
  lastArrivalAt: instant(),
  watchedFromAt: nullable(instant()),
  silentFromAt: nullable(instant()),
});
