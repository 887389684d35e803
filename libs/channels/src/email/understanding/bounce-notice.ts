import type { ParsedMail } from '../parsed-mail.js';
import { BOUNCE_SENTENCES, BOUNCE_SUBJECTS, RETURNED_MAIL_BEGINS } from './bounce-words.js';
import { ADDRESS } from './delivery-status-fields.js';
import { hasField } from './header-fields.js';
import { hasNullReturnPath, isFromDaemon } from './transport-signs.js';

/** What a mail system wrote for people, apart from the mail that came back with it. */
export interface Notice {
  readonly text: string;
  /** The returned mail as far as it lies within the text. */
  readonly returned: string;
}

/** One failed recipient in a notice, with what was said about it. */
export interface NoticeEntry {
  readonly recipient: string;
  readonly words: string;
}

const LONGEST_NOTICE = 16_000;
const LONGEST_RETURNED = 32_000;
const MOST_ENTRIES = 50;
const LONGEST_WORDS = 1_200;
/** A line about one recipient begins with its address, after ornaments or the word for it. */
const ENTRY_BEGINS =
  /^(?:\s|[<"'*>|•·-]|(?:final |failed )?recipient:|to:|\d{3} |error sending to){0,8}([^\s<>"'()[\],;:]{1,64}@[\p{L}\p{N}._-]{1,255})/iu;

/** The next line then holds the address of whoever wrote the mail. */
const NAMES_THE_SENDER = /\b(?:sent by|message from)\s*$/i;

/** `554 <pat@example.org>... Host unknown` ends what a transcript has on this recipient. */
const VERDICT_LINE = /^\s*\d{3} </;

/** Divides a text at the first line with which returned mails begin. */
export function noticeOf(text: string): Notice {
  const lines = text.slice(0, LONGEST_NOTICE + LONGEST_RETURNED).split(/\r?\n/);
  const cut = lines.findIndex((line) =>
    RETURNED_MAIL_BEGINS.some((words) => words.test(line.slice(0, 200))),
  );
  const end = cut === -1 ? lines.length : cut;
  return {
    text: lines.slice(0, end).join('\n').slice(0, LONGEST_NOTICE),
    returned: lines.slice(end).join('\n'),
  };
}

/**
 * Whether a mail is a mail system's word on something undelivered. Two signs must agree: people
 * forward such notices, complain about them, and write of bins that were not delivered.
 */
export function isBounceNotice(mail: ParsedMail, notice: Notice): boolean {
  if (hasField(mail, 'x-failed-recipients')) return true;
  const subject = mail.subject.slice(0, 300).trim();
  const subjectSays = BOUNCE_SUBJECTS.some((words) => words.test(subject));
  const fromMailSystem = hasNullReturnPath(mail) || isFromDaemon(mail);
  // Hardly any mail has the one sign or the other: only then its text is searched.
  if (subjectSays) return fromMailSystem || saysUndelivered(notice);
  return fromMailSystem && saysUndelivered(notice) && ADDRESS.test(notice.text);
}

function saysUndelivered({ text }: Notice): boolean {
  const own = unquoted(text);
  return BOUNCE_SENTENCES.some((words) => words.test(own));
}

/** The recipients that a notice names, each with the lines about it; none where it names nobody. */
export function noticeEntries(notice: Notice): readonly NoticeEntry[] {
  const entries: { recipient: string; words: string }[] = [];
  let previous = '';
  let before = '';
  for (const line of notice.text.split('\n')) {
    const begins = ENTRY_BEGINS.exec(line.slice(0, 500))?.[1]?.toLowerCase();
    const last = entries.at(-1);
    if (begins !== undefined && begins !== last?.recipient && !NAMES_THE_SENDER.test(previous)) {
      if (entries.length === MOST_ENTRIES) break;
      entries.push({ recipient: begins, words: `${line}\n${before}` });
      before = '';
    } else if (last === undefined || VERDICT_LINE.test(last.words)) {
      before = `${before}\n${line}`.slice(-LONGEST_WORDS);
    } else if (last.words.length < LONGEST_WORDS) {
      last.words += `\n${line}`;
    }
    if (line.trim() !== '') previous = line;
  }
  return merged(entries);
}

function unquoted(text: string): string {
  return text
    .slice(0, 6_000)
    .split('\n')
    .filter((line) => !line.startsWith('>') || line.startsWith('>>>'))
    .join(' ')
    .replaceAll(/\s+/g, ' ');
}

/** Some notices say everything twice, in two languages. */
function merged(entries: readonly NoticeEntry[]): readonly NoticeEntry[] {
  const byRecipient = new Map<string, string>();
  for (const { recipient, words } of entries) {
    const known = byRecipient.get(recipient);
    byRecipient.set(recipient, known === undefined ? words : `${known}\n${words}`);
  }
  return [...byRecipient].map(([recipient, words]) => ({ recipient, words }));
}
