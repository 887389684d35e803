import type { Town } from '../account/town.js';
import type { News } from '../alert/plan-alert.js';
import type { ChannelAccountId } from '../identity/ids.js';
import type { BlockCount } from '../intake/block-cap.js';
import { renderText } from '../text/catalogue.js';
import { MICROS } from './billing.js';

/** An account that has spent much of what its day may cost. */
export interface SpentAccount {
  readonly id: ChannelAccountId;
  readonly code: string;
  readonly title: string;
  readonly day: string;
  readonly micros: number;
  readonly capMicros: number;
  readonly currency: string;
}

/** Told at 80 and at 100 percent, each once a day and account. */
export function spendNews(spent: SpentAccount, { language }: Pick<Town, 'language'>): News {
  const { id, code, title, day, micros, capMicros, currency } = spent;
  const isReached = micros >= capMicros;
  const percent = Math.floor((micros / capMicros) * 100);
  const values = {
    ...{ title, code, percent },
    ...{ spent: moneyText(micros, currency), cap: moneyText(capMicros, currency) },
  };
  const what = isReached ? 'alert.spend-reached' : 'alert.spend';
  return {
    key: ['spend', id, day, isReached ? '100' : '80'],
    ...{ kind: 'spend', subject: `account:${id}`, request: null },
    title: renderText(what, language, values),
    text: renderText(`${what}-text`, language, values),
    // An attack by night is over before the office opens.
    urgent: true,
  };
}

/** Told once a day and block: afterwards it is only counted. */
export function blockNews(
  { block, withheld, acknowledged }: BlockCount,
  day: string,
  { language }: Pick<Town, 'language'>,
): News {
  const values = { block: block.slice(block.indexOf(':') + 1), withheld, acknowledged };
  return {
    key: ['block', block, day],
    ...{ kind: 'spend', subject: 'town', request: null },
    title: renderText('alert.block', language, values),
    text: renderText('alert.block-text', language, values),
    urgent: false,
  };
}

/** As `12.50 USD`: the same in every language, and never rounded to nothing. */
export function moneyText(micros: number, currency: string): string {
  const decimals = micros % 10_000 === 0 ? 2 : 4;
  return `${(micros / MICROS).toFixed(decimals)} ${currency}`;
}
