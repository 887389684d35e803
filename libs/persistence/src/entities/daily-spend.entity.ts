import { code, id, primary, whole } from './columns.js';
import { table } from './table.js';

/** What an account has sent on a day of the town: billed parts, and millionths of its currency. */
export const dailySpendTable = table(
  'daily_spend',
  {
    channelAccountId: primary(id()),
    /** `YYYY-MM-DD`. */
    day: primary(code(10)),
    parts: whole('bigint'),
    micros: whole('bigint'),
  },
  [{ name: 'ix_spend_day', columns: ['day'] }],
);
