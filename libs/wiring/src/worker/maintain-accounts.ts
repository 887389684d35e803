import type { LiveAccount } from '#core/account/channel-accounts';

import type { LineMetrics } from '../observability/line-metrics.js';
import { errorKind, type TownEvents } from '../observability/town-events.js';

const LIMIT_MS = 60_000;

/** The hourly round over the accounts: refresh tokens, then check. One account's failure is its own. */
export async function maintainAccounts(
  accounts: readonly LiveAccount[],
  events: TownEvents,
  metrics: LineMetrics,
  signal: AbortSignal,
): Promise<void> {
  for (const account of accounts) {
    if (signal.aborted) return;
    const healthy = await maintain(
      account,
      AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]),
    );
    metrics.accountHealthy.set({ account: account.code }, healthy === true ? 1 : 0);
    events.say('account_checked', { account: account.code, healthy });
  }
}

async function maintain({ adapter }: LiveAccount, signal: AbortSignal): Promise<boolean | string> {
  try {
    await adapter.maintain?.(signal);
    return (await adapter.check?.(signal))?.healthy ?? true;
  } catch (error) {
    return errorKind(error);
  }
}
