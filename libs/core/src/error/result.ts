import type { Problem } from './problem.js';

/** An outcome that may be refused. Only bugs are thrown. */
export type Result<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: Problem };

export function succeeded<Value>(value: Value): Result<Value> {
  return { ok: true, value };
}

export function refused(problem: Problem): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem };
}
