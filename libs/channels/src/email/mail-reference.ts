import { z } from 'zod';

import { truncateText } from '#core/text/well-formed';

/**
 * Where an answer goes and what it answers: the channel reference of a mail, made when it comes in
 * and read when the answer leaves.
 */
export interface MailReference {
  readonly to: { readonly name: string | null; readonly address: string };
  readonly subject: string;
  /** Message-ID of the mail that is answered, with its angle brackets; null when it had none. */
  readonly messageId: string | null;
  /** The thread so far, oldest first, without `messageId`. */
  readonly references: readonly string[];
}

/** What the core keeps of a reference. */
const MAX_BYTES = 2_048;
const MAX_SUBJECT_CHARACTERS = 200;

const stored = z.object({
  to: z.object({ name: z.string().nullable(), address: z.string() }),
  subject: z.string(),
  messageId: z.string().nullable(),
  references: z.array(z.string()),
});

/**
 * As text within the core's bound. A long thread loses its middle: the first id and the newest ones
 * are what mail programs thread by (RFC 5322 §3.6.4, trimmed as relays demand).
 */
export function writeMailReference(reference: MailReference): string {
  const subject = truncateText(reference.subject, MAX_SUBJECT_CHARACTERS);
  const references = [...reference.references];
  for (;;) {
    const text = JSON.stringify({ ...reference, subject, references });
    if (Buffer.byteLength(text) <= MAX_BYTES || references.length === 0) return text;
    references.splice(references.length > 1 ? 1 : 0, 1);
  }
}

/** Null for what `writeMailReference` did not write. */
export function readMailReference(text: string): MailReference | null {
  try {
    return stored.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
