import type { ChannelTools } from '#core/channel/definition';
import type { Delivery } from '#core/channel/delivery';
import { renderText } from '#core/text/catalogue';

import { newSpeech, say, sayWords } from './speech.js';

/** How often a person hears it who has just been woken. */
const TIMES = 2;
const LINK = /https?:\/\//;

/** What is said to a person of the town; an emergency is taken with a key. */
export function pageSpeech(
  delivery: Delivery,
  address: string,
  { town, replyTokens }: Pick<ChannelTools, 'town' | 'replyTokens'>,
): string {
  const { kind, requestNumber, channelRef } = delivery;
  const language = town.language();
  const text = renderText('call.page', language, { town: town.name(), text: heard(delivery) });
  const speech = newSpeech();
  if (kind !== 'emergency-page' || requestNumber === '') {
    sayWords(speech, text, language, { loop: TIMES });
    return speech.toString();
  }
  const holder = { kind: 'voice', address: channelRef };
  const token = replyTokens.issue(requestNumber, holder);
  const action = `${address}?step=taken&token=${token}`;
  const keys = speech.gather({ numDigits: 1, timeout: 8, action, actionOnEmptyResult: true });
  const take = renderText('call.page-take', language);
  sayWords(keys, `${text} ${take}`, language, { loop: TIMES });
  say(speech, 'call.page-left', language);
  return speech.toString();
}

/** Without the paragraphs that lead to a page: nobody hears an address. */
function heard({ text }: Delivery): string {
  return text
    .split('\n\n')
    .filter((paragraph) => !LINK.test(paragraph))
    .join(' ');
}
