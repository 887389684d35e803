import { binary, id, instant, primary, text } from './columns.js';
import { table } from './table.js';

/** Answers given before, so that a repeated request of staff is answered and not done again. */
export const idempotencyKeyTable = table('idempotency_key', {
  staffId: primary(id()),
  keyHash: primary(binary(32)),
  questionSha256: binary(32),
  answer: text(),
  createdAt: instant(),
});
