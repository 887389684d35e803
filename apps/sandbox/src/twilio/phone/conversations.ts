import { citizenOf, type Message } from '../texting/message.js';
import type { MessageBook } from '../texting/message-book.js';
import type { TwilioAccount } from '../twilio-account.js';

/** What one citizen's number and the town's wrote to each other. */
export interface Conversation {
  readonly number: string;
  /** Oldest first. */
  readonly messages: readonly Message[];
}

/** The one with the newest text first. */
export function conversations(
  book: MessageBook,
  { settings }: TwilioAccount,
): readonly Conversation[] {
  const byNumber = new Map<string, Message[]>();
  for (const message of book.ofAccount(settings.accountSid)) {
    const number = citizenOf(message);
    const own = byNumber.get(number);
    if (own === undefined) byNumber.set(number, [message]);
    else own.push(message);
  }
  return [...byNumber].map(([number, messages]) => ({ number, messages: messages.toReversed() }));
}

export function conversationWith(
  number: string,
  book: MessageBook,
  account: TwilioAccount,
): Conversation {
  const messages = book.ofAccount(account.settings.accountSid);
  const own = messages.filter((message) => citizenOf(message) === number);
  return { number, messages: own.toReversed() };
}

/** Its page below the phone's. */
export function conversationPath(number: string): string {
  return `/twilio/conversations/${number.replace('+', '')}`;
}
