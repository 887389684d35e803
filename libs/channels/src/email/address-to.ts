import type { Recipient } from '#core/channel/adapter';

import { writeMailReference } from './mail-reference.js';

/** The reference of a mail that begins a thread. */
export function addressTo(recipient: Recipient, subject: string): string | null {
  if (recipient.kind !== 'email') return null;
  const { name, address } = recipient;
  return writeMailReference({ to: { name, address }, subject, messageId: null, references: [] });
}
