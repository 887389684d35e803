import type { ParsedMail } from '../parsed-mail.js';
import { DAEMON_LOCAL_PARTS, DAEMON_NAMES } from './automatic-words.js';
import { fieldSays } from './header-fields.js';

/** `<>`, also where the mail system wrote the name of its daemon in its place. */
export function hasNullReturnPath(mail: ParsedMail): boolean {
  return fieldSays(mail, 'return-path', /^(?:<\s*>|<?mailer-daemon(?:@[^<>\s]{0,255})?>?)$/);
}

/** Whether a mail system is named as the sender, or nobody at all. */
export function isFromDaemon(mail: ParsedMail): boolean {
  const nobody = fieldSays(mail, 'from', /^[^@]{0,200}<\s*>$/);
  const daemon = mail.from.some(({ name, address }) => {
    const local = address.toLowerCase().split('@', 1)[0] ?? '';
    return DAEMON_LOCAL_PARTS.test(local) || DAEMON_NAMES.test(name.trim());
  });
  return nobody || daemon;
}
