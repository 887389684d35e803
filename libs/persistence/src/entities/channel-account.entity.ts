import { code, flag, id, instant, primary, text, whole, words } from './columns.js';
import { table } from './table.js';

export const channelAccountTable = table(
  'channel_account',
  {
    id: primary(id()),
    code: code(64),
    channel: code(64),
    title: words(200),
    sealedSettings: text(),
    enabled: flag(),
    version: whole('int'),
    createdAt: instant(),
  },
  [{ name: 'uq_account_code', columns: ['code'], unique: true }],
);
