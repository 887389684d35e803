import { z } from 'zod';

import { type Instant, instantFromMilliseconds } from '#core/time/instant';

/** How far one mailbox has been read. */
export interface MailboxPosition {
  /** As text: it can exceed what JSON numbers hold. UIDs mean nothing under another one. */
  readonly uidValidity: string;
  /** Everything up to here is kept. */
  readonly lastUid: number;
  /** The first that was ours to read; what lies before it is never touched. */
  readonly firstUid: number;
  /** When the account began, by the mail server's clock. */
  readonly since: Instant;
  /** Up to here a rebuilt mailbox is read again: only there the age of a mail counts. */
  readonly rescanTo: number;
}

export type Cursor = ReadonlyMap<string, MailboxPosition>;

const uid = z.int().min(0);
const stored = z.record(
  z.string(),
  z.object({
    uidValidity: z.string(),
    lastUid: uid,
    firstUid: uid,
    since: z.int().transform(instantFromMilliseconds),
    rescanTo: uid.default(0),
  }),
);

/** A cursor that cannot be read is an error, not a new beginning: that would skip mail. */
export function readCursor(text: string | null): Cursor {
  if (text === null) return new Map();
  return new Map(Object.entries(stored.parse(JSON.parse(text))));
}

export function writeCursor(cursor: Cursor): string {
  return JSON.stringify(Object.fromEntries(cursor));
}

/** A mail that was there before the account and turns up again because its mailbox was rebuilt. */
export function wasThereBefore(
  { uid: mailUid, internalDate }: { readonly uid: number; readonly internalDate: Instant | null },
  { rescanTo, since }: MailboxPosition,
): boolean {
  return mailUid <= rescanTo && internalDate !== null && internalDate < since;
}
