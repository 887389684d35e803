import { id, instant, primary, whole } from './columns.js';
import { table } from './table.js';

/** How many messages came to an account in an hour of UTC; none in an hour without a row. */
export const arrivalHourTable = table('arrival_hour', {
  channelAccountId: primary(id()),
  hourStartAt: primary(instant()),
  arrivals: whole('int'),
});
