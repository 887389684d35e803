import { z } from 'zod';

import type { FieldFault } from '#core/error/problem';

import type { Form } from '../web/forms.js';
import type { NewMail } from './compose.js';
import type { KeptMail, Thread } from './mailbox.js';

/** A form that was sent: a mail, or what to show again. */
export type Written =
  { readonly kind: 'mail'; readonly mail: NewMail } | ({ readonly kind: 'faulty' } & ShownForm);

export interface ShownForm {
  readonly values: Readonly<Record<string, string>>;
  readonly faults: readonly FieldFault[];
}

const MAX_TEXT_CHARACTERS = 1_000_000;
const MAX_SUBJECT_CHARACTERS = 500;
const MAX_QUOTED_LINES = 500;

const text = z.string().trim().min(1, 'Write what you want to say.').max(MAX_TEXT_CHARACTERS);
const newMail = z.object({
  from: z.email('Write an address such as ana@citizen.example.').max(254),
  // A subject is one line: line breaks would end the header (RFC 5322 §2.2).
  subject: z.string().max(MAX_SUBJECT_CHARACTERS).transform(oneLine),
  text,
});
const reply = z.object({ text });

/** A first mail to the town. */
export function newMailOf(form: Form | null, townAddress: string): Written {
  const fields = form?.fields ?? {};
  const read = newMail.safeParse({ subject: '', ...fields });
  if (!read.success) return faulty(fields, read.error);
  const attachments = form?.files ?? [];
  return { kind: 'mail', mail: { ...read.data, to: townAddress, answers: null, attachments } };
}

/** An answer within a thread, as a mail program makes it: to the Reply-To of the last mail of the town, with its words quoted below. */
export function replyOf(form: Form | null, thread: Thread, townAddress: string): Written {
  const fields = form?.fields ?? {};
  const read = reply.safeParse(fields);
  if (!read.success) return faulty(fields, read.error);
  const [first] = thread.mails;
  const fromTown = thread.mails.findLast(({ writer }) => writer === 'town');
  const answered = fromTown ?? thread.mails.findLast(({ writer }) => writer === 'citizen') ?? first;
  const mail: NewMail = {
    from: citizenOf(thread),
    to: fromTown?.mail.replyTo?.address ?? fromTown?.mail.from?.address ?? townAddress,
    subject: replySubject(answered?.mail.subject ?? ''),
    text: answered === undefined ? read.data.text : `${read.data.text}\n\n${quoted(answered)}`,
    answers: answered?.mail ?? null,
    attachments: form?.files ?? [],
  };
  return { kind: 'mail', mail };
}

/** Who plays the citizen of this thread. */
export function citizenOf({ mails }: Thread): string {
  const written = mails.find(({ writer }) => writer === 'citizen');
  const received = mails.find(({ writer }) => writer === 'town');
  return written?.mail.from?.address ?? received?.mail.to[0]?.address ?? 'ana@citizen.example';
}

function replySubject(subject: string): string {
  return /^re:/i.test(subject) ? oneLine(subject) : `Re: ${oneLine(subject)}`;
}

function quoted({ mail, at }: KeptMail): string {
  const who = mail.from?.name || mail.from?.address || 'somebody';
  const when = new Date(at).toUTCString().replace(/ GMT$/, '');
  const lines = mail.text.trimEnd().split('\n').slice(0, MAX_QUOTED_LINES);
  const quote = lines.map((line) => (line.startsWith('>') ? `>${line}` : `> ${line}`));
  return [`On ${when}, ${oneLine(who)} wrote:`, ...quote, ''].join('\n');
}

function faulty(values: ShownForm['values'], error: z.ZodError): Written {
  const faults = error.issues.map(({ path, message }) => ({
    field: path.map(String).join('.'),
    message: message === 'Invalid input' ? 'Fill this in.' : message,
  }));
  return { kind: 'faulty', values, faults };
}

function oneLine(words: string): string {
  return words.replaceAll(/\s+/g, ' ').trim();
}
