import type { Town } from '../account/town.js';
import { renderText } from '../text/catalogue.js';
import { truncateText } from '../text/well-formed.js';
import { emergencyNumber } from './emergency.js';
import type { ShownEmergency } from './emergency-store.js';

const TITLE_PLACE = 60;

export interface PageFacts {
  readonly emergency: ShownEmergency;
  readonly link: string;
  /** For an answer by text. */
  readonly code: string;
  /** Minutes until the next person is told; null when nobody further is. */
  readonly nextInMinutes: number | null;
}

/** One line that says it all, for a lock screen. */
export function pageTitle({ emergency }: PageFacts, { language }: Town): string {
  const { kind, place, requestNumber } = emergency;
  const where = truncateText(place, TITLE_PLACE);
  const what = renderText(`page.kind.${kind}`, language);
  return renderText('page.title', language, { what, number: requestNumber, place: where }).trim();
}

/** What the person who is told reads: what, where, in whose words, and how to take it. */
export function pageText({ emergency, link, code, nextInMinutes }: PageFacts, town: Town): string {
  const { kind, requestNumber, openedAt, place, words, unverified, reports } = emergency;
  const { language, zone } = town;
  const what = renderText(`page.kind.${kind}`, language);
  const heard = { emergency: emergencyNumber(emergency), number: requestNumber, what };
  return [
    renderText('page.heard', language, { ...heard, at: new Date(openedAt) }, zone),
    ...(place === '' ? [] : [renderText('page.place', language, { place })]),
    ...(reports > 1 ? [renderText('page.reports', language, { reports })] : []),
    ...(unverified ? [renderText('page.unverified', language)] : []),
    `"${words}"`,
    renderText('page.take', language, { link, code }),
    ...(nextInMinutes === null
      ? []
      : [renderText('page.next', language, { minutes: nextInMinutes })]),
  ].join('\n\n');
}
