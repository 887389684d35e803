import { code, id, instant, nullable, primary, text, whole } from './columns.js';
import { table } from './table.js';

/** What people decided about the town, every version kept. */
export const townDocumentTable = table('town_document', {
  kind: primary(code(32)),
  name: primary(code(64)),
  version: primary(whole('int')),
  body: text(),
  savedBy: nullable(id()),
  savedAt: instant(),
});
