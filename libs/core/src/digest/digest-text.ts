import type { Town } from '../account/town.js';
import type { ChannelCapabilities } from '../channel/capabilities.js';
import { type Language, renderText, supportedLanguage } from '../text/catalogue.js';
import { textLength } from '../text/text-units.js';
import type { DigestRequest, DueDigest } from './digest-store.js';

/** More would not be read; the rest is counted. */
export const MOST_NUMBERS = 30;

/** Numbers with their promised times, as many as the channel's limit lets through, at least one. */
export function digestText(
  { requests, count }: Pick<DueDigest, 'requests' | 'count'>,
  town: Town,
  limit: ChannelCapabilities['textLimit'] | null,
): string {
  const language = supportedLanguage(requests[0].language) ?? town.language;
  const lines = requests.map((request) => lineOf(request, language, town.zone));
  const textOf = (shown: number): string =>
    [
      renderText('digest', language, { count }),
      ...lines.slice(0, shown),
      ...(count > shown ? [renderText('digest.more', language, { count: count - shown })] : []),
    ].join('\n');
  let shown = lines.length;
  while (shown > 1 && limit !== null && textLength(textOf(shown), limit.unit) > limit.max) {
    shown -= 1;
  }
  return textOf(shown);
}

/** Whoever has been answered meanwhile is promised nothing more: the status says where it is. */
function lineOf(
  { number, status, awaitsReply, expectedAt }: DigestRequest,
  language: Language,
  zone: string,
): string {
  if (awaitsReply && expectedAt !== null) {
    return renderText('digest.promise', language, { number, due: new Date(expectedAt) }, zone);
  }
  return renderText('status-answer', language, {
    number,
    status: renderText(`status.${status}`, language),
  });
}
