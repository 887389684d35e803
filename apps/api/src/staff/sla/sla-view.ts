import type { z } from 'zod';

import type { ChannelAccounts } from '#core/account/channel-accounts';
import type { ChangePreview } from '#core/recount/change-calendar';
import { isoFromInstant } from '#core/time/instant';

import type * as answers from './sla-answers.js';

type PreviewView = z.output<typeof answers.calendarPreview>;

/** A preview as the staff API shows it. */
export function previewView(preview: ChangePreview, accounts: ChannelAccounts): PreviewView {
  const { version, clocks, moved, breached, annulled, toldOtherwise } = preview;
  return {
    version,
    days: preview.days.map(({ openings, ...day }) => ({ ...day, openings: [...openings] })),
    ...{ clocks, moved, breached, annulled, toldOtherwise },
    rows: preview.rows.map(({ number, kind, dueBefore, dueAfter, breach }) => ({
      ...{ number, kind, breach },
      dueBefore: isoFromInstant(dueBefore),
      dueAfter: isoFromInstant(dueAfter),
    })),
    citizens: preview.citizens.map(({ channelAccountId, language, count, example }) => {
      const account = accounts.byId(channelAccountId);
      return {
        account: typeof account === 'string' ? null : account.code,
        language,
        count,
        example,
      };
    }),
  };
}
