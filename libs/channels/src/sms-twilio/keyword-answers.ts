import type { TextMessage } from './text-event.js';

/**
 * Who answers STOP, START and HELP at the provider's side. `default`: Twilio, to the words below, and
 * does not tell; `advanced`: Twilio, to words of the messaging service, and says so with each message;
 * `none`: nobody, switched off by Twilio's support, so that the town answers.
 */
export const optOutHandlings = ['default', 'advanced', 'none'] as const;
export type OptOutHandling = (typeof optOutHandlings)[number];

/** twilio.com/docs/messaging/tutorials/advanced-opt-out, "Default keywords". */
const DEFAULT_KEYWORDS: ReadonlySet<string> = new Set([
  ...['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT'],
  ...['START', 'UNSTOP', 'HELP', 'INFO'],
]);

/** Whether the citizen has an answer to this word already: one is enough. */
export function hasProviderAnswered(
  { body, optOutAnswered }: Pick<TextMessage, 'body' | 'optOutAnswered'>,
  handling: OptOutHandling,
): boolean {
  if (optOutAnswered) return true;
  return handling === 'default' && DEFAULT_KEYWORDS.has(body.trim().toUpperCase());
}
