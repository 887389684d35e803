import { code, id, instant, primary, words } from './columns.js';
import { table } from './table.js';

export const staffTable = table('staff', {
  id: primary(id()),
  name: words(200),
  role: code(20),
  createdAt: instant(),
});
