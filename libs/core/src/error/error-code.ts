/** The stable code of a system error (`ENOENT`), whichever realm it was thrown in; else `error`. */
export function errorCodeOf(error: unknown): string {
  const hasCode = typeof error === 'object' && error !== null && 'code' in error;
  return hasCode && typeof error.code === 'string' ? error.code : 'error';
}
