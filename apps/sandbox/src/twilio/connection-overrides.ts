/** How often and how long the provider tries a webhook. */
export interface ConnectionOverrides {
  readonly retries: number;
  readonly retriesOn: readonly RetryReason[];
  readonly readLimitMs: number;
}

/** Not connected, no answer in time, answered 4xx or 5xx. */
export type RetryReason = 'ct' | 'rt' | '4xx' | '5xx';

const reasons: readonly RetryReason[] = ['ct', 'rt', '4xx', '5xx'];
const MOST_RETRIES = 5;
const READ_LIMIT_MS = { least: 100, most: 15_000 };

/** The documented defaults are one retry, and only when no connection came about (webhooks-connection-overrides). */
export function connectionOverrides(fragment: string): ConnectionOverrides {
  const given = new URLSearchParams(fragment);
  const policy = (given.get('rp') ?? 'ct').split(',');
  return {
    retries: within(given.get('rc') ?? '1', 0, MOST_RETRIES),
    retriesOn: reasons.filter((reason) => policy.includes('all') || policy.includes(reason)),
    readLimitMs: within(given.get('rt') ?? '15000', READ_LIMIT_MS.least, READ_LIMIT_MS.most),
  };
}

function within(text: string, least: number, most: number): number {
  const number = Number.parseInt(text, 10);
  return Math.min(most, Math.max(least, Number.isNaN(number) ? most : number));
}
