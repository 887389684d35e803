export type OptOutType = 'STOP' | 'START' | 'HELP';

/** Only these words alone are heard, in any case (Twilio support for opt-out keywords). */
const wordsOf: Readonly<Record<OptOutType, readonly string[]>> = {
  STOP: ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT'],
  START: ['START', 'UNSTOP', 'YES'],
  HELP: ['HELP', 'INFO'],
};

/** What the provider answers by itself where nothing else is set up. */
export const automaticAnswers: Readonly<Record<OptOutType, string>> = {
  STOP: 'You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe.',
  START:
    'You have successfully been re-subscribed to messages from this number. Reply HELP for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply.',
  HELP: 'Reply STOP to unsubscribe. Msg&Data Rates May Apply.',
};

/** @param isOptedOut whether this number has sent STOP: YES means something only then. */
export function optOutTypeOf(body: string, isOptedOut: boolean): OptOutType | null {
  const word = body.trim().toUpperCase();
  if (word === 'YES' && !isOptedOut) return null;
  const types: readonly OptOutType[] = ['STOP', 'START', 'HELP'];
  return types.find((type) => wordsOf[type].includes(word)) ?? null;
}
