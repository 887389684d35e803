import type { Town } from '../account/town.js';
import type { News } from '../alert/plan-alert.js';
import type { ChannelAccountId } from '../identity/ids.js';
import { renderText } from '../text/catalogue.js';
import { HOUR, type Instant, MINUTE } from '../time/instant.js';

/** An account whose silence is told of. */
export interface SilentAccount {
  readonly id: ChannelAccountId;
  readonly code: string;
  readonly title: string;
  readonly lastAt: Instant;
  readonly silentMs: number;
  readonly expected: number;
}

/** One silence is one piece of news: it has the arrival after which it began. */
export function silenceNews(
  { id, code, title, lastAt, silentMs, expected }: SilentAccount,
  { language, zone }: Town,
  urgent: boolean,
): News {
  const minutes = Math.floor(silentMs / MINUTE);
  const length =
    silentMs < 2 * HOUR
      ? renderText('alert.minutes', language, { minutes })
      : renderText('alert.hours', language, { hours: Math.floor(silentMs / HOUR) });
  const values = { title, code, length, expected: Math.round(expected), since: new Date(lastAt) };
  return {
    key: ['silence', id, String(lastAt)],
    kind: 'silence',
    subject: `account:${id}`,
    request: null,
    title: renderText('alert.silence', language, values, zone),
    text: renderText('alert.silence-text', language, values, zone),
    urgent,
  };
}
