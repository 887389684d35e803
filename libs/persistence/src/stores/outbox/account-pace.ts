import type { Pacing } from '#core/account/channel-accounts';
import type { ChannelAccountId } from '#core/identity/ids';
import { type Instant, MINUTE, SECOND } from '#core/time/instant';

import { instantOf, instantText } from '../../sql/instant-text.js';
import type { SqlSession } from '../../sql/sql-session.js';

/** How many may leave now, and from when on the next one may. */
export interface PaceGrant {
  readonly slots: number;
  readonly allowedFrom: Instant;
}

/** Above one a second, what a second's look has missed may leave at once. */
const BURST_MS = SECOND;

/**
 * The generic cell rate algorithm (ITU-T I.371 annex A): each send moves `allowedFrom` on by one
 * interval. The interval is so chosen that no minute sees more than `perMinute` sends, a burst
 * included. Pure.
 */
export function grantSends(
  pacing: Pick<Pacing, 'perMinute'> & { readonly slots: number },
  allowedFrom: Instant | null,
  now: Instant,
): PaceGrant {
  const { perMinute, slots } = pacing;
  if (perMinute === null) {
    return { slots: allowedFrom !== null && allowedFrom > now ? 0 : slots, allowedFrom: now };
  }
  const isFast = perMinute > MINUTE / SECOND;
  const burst = isFast ? BURST_MS : 0;
  const interval = (isFast ? MINUTE + 2 * BURST_MS : MINUTE) / perMinute;
  const from = Math.max(allowedFrom ?? 0, now - burst);
  const granted = from > now ? 0 : Math.min(slots, Math.floor((now - from) / interval) + 1);
  return { slots: granted, allowedFrom: Math.ceil(from + granted * interval) as Instant };
}

/** The account's row, locked until the end of the transaction. */
export async function lockPace(
  session: SqlSession,
  account: ChannelAccountId,
): Promise<Instant | null> {
  const lock = session.dialect === 'mariadb' ? ' FOR UPDATE' : '';
  return readPace(session, account, lock);
}

export async function readPace(
  session: SqlSession,
  account: ChannelAccountId,
  lock = '',
): Promise<Instant | null> {
  const [row] = await session.rows<{ readonly allowedFrom: string }>(
    `SELECT allowedFrom FROM delivery_pace WHERE channelAccountId = ?${lock}`,
    [account],
  );
  return row === undefined ? null : instantOf(row.allowedFrom);
}

/** Never moves it back: a pause outlasts the pace. */
export async function movePace(
  session: SqlSession,
  account: ChannelAccountId,
  allowedFrom: Instant,
): Promise<void> {
  const later =
    session.dialect === 'mariadb'
      ? 'ON DUPLICATE KEY UPDATE allowedFrom = GREATEST(allowedFrom, VALUES(allowedFrom))'
      : 'ON CONFLICT (channelAccountId) DO UPDATE SET allowedFrom = MAX(allowedFrom, excluded.allowedFrom)';
  await session.run(
    `INSERT INTO delivery_pace (channelAccountId, allowedFrom) VALUES (?, ?) ${later}`,
    [account, instantText(allowedFrom)],
  );
}
