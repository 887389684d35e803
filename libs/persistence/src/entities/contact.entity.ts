import { id, instant, nullable, primary, words } from './columns.js';
import { table } from './table.js';

export const contactTable = table('contact', {
  id: primary(id()),
  displayName: nullable(words(200)),
  language: nullable(words(35)),
  createdAt: instant(),
});
