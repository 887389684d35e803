import { type MailboxPosition, wasThereBefore } from './cursor.js';
import type { ListedMail } from './list-mails.js';
import type { Patience } from './stubborn-mails.js';

/** How much one poll may hold in memory. */
export interface Room {
  readonly mails: number;
  readonly bytes: number;
}

export interface PlannedMail extends ListedMail {
  readonly treatment: 'skip' | 'fetch' | 'tell-too-large' | 'tell-unreadable' | 'tell-nameless';
}

/** Beyond it a mail is not fetched but told of. */
const LARGEST_BYTES = 100 * 1024 * 1024;

/** What becomes of the next mails, in their order: as many as there is room for, and at least one. */
export function planBatch(
  mails: readonly ListedMail[],
  position: MailboxPosition,
  room: Room,
  patience: (uid: number) => Patience,
): PlannedMail[] {
  const plan: PlannedMail[] = [];
  let [count, bytes] = [0, 0];
  for (const mail of mails) {
    const treatment = wasThereBefore(mail, position) ? 'skip' : treat(mail, patience(mail.uid));
    if (treatment !== 'skip') {
      count += 1;
      bytes += treatment === 'fetch' ? mail.size : 0;
      if (count > 1 && (count > room.mails || bytes > room.bytes)) break;
    }
    plan.push({ ...mail, treatment });
  }
  return plan;
}

function treat({ size }: ListedMail, patience: Patience): PlannedMail['treatment'] {
  if (patience === 'none') return 'tell-nameless';
  if (patience === 'header') return 'tell-unreadable';
  return size > LARGEST_BYTES ? 'tell-too-large' : 'fetch';
}
