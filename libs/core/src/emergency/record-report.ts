import type { EmergencyId } from '../identity/ids.js';
import { truncateText, wellFormedText } from '../text/well-formed.js';
import { MINUTE } from '../time/instant.js';
import type {
  Emergency,
  EmergencyChange,
  EmergencyReport,
  EmergencyStepKind,
} from './emergency.js';
import { clearlyDiffers, mentionedPlace, placeText } from './place.js';

/** Reports of one kind within this time are one emergency, unless their places clearly differ. */
export const GROUP_WITHIN_MS = 30 * MINUTE;
const WORDS_LENGTH = 500;

/**
 * What a report does: it is appended to an emergency of its kind that is young or still waits for
 * somebody, or it opens one. When in doubt it is appended: the person who is told reads it there.
 */
export function recordReport(
  report: EmergencyReport,
  known: readonly Emergency[],
  fresh: () => { readonly id: EmergencyId; readonly number: number },
): EmergencyChange {
  const same = known.find((emergency) => isSame(emergency, report));
  return same === undefined ? open(report, fresh()) : append(report, same);
}

function isSame(emergency: Emergency, { kind, words, at }: EmergencyReport): boolean {
  if (emergency.kind !== kind) return false;
  const waits = emergency.state === 'paging' || emergency.state === 'telling';
  if (!waits && at - emergency.openedAt >= GROUP_WITHIN_MS) return false;
  return !clearlyDiffers(mentionedPlace(emergency.place), mentionedPlace(words));
}

function open(
  report: EmergencyReport,
  { id, number }: { readonly id: EmergencyId; readonly number: number },
): EmergencyChange {
  const { requestId, kind, evidence, unverified, at, afterHours } = report;
  const emergency: Emergency = {
    ...{ id, number, kind, requestId, evidence, unverified },
    state: afterHours ? 'paging' : 'telling',
    place: placeText(mentionedPlace(report.words)),
    words: truncateText(wellFormedText(report.words).trim(), WORDS_LENGTH),
    openedAt: at,
    reports: 1,
    steps: 1,
    turns: 0,
    nextPageAt: at,
    acknowledgedAt: null,
    acknowledgedBy: null,
  };
  return { emergency, isNew: true, steps: [stepOf(report, id, 'opened', 0)] };
}

function append(report: EmergencyReport, emergency: Emergency): EmergencyChange {
  const { place, reports, steps } = emergency;
  // What was heard in opening hours and told to nobody yet is paged when the office closes meanwhile.
  const state = emergency.state === 'telling' && report.afterHours ? 'paging' : emergency.state;
  const changed = {
    ...{ ...emergency, state, reports: reports + 1, steps: steps + 1 },
    place: place === '' ? placeText(mentionedPlace(report.words)) : place,
  };
  const step = stepOf(report, emergency.id, 'appended', steps);
  return { emergency: changed, isNew: false, steps: [step] };
}

function stepOf(
  { requestId, evidence, at }: EmergencyReport,
  emergencyId: EmergencyId,
  kind: EmergencyStepKind,
  step: number,
) {
  // Only services and rules are named; the words lie in the message.
  const detail = evidence.startsWith('service ') || evidence === 'staff' ? evidence : 'words';
  return { emergencyId, step, kind, staffId: null, requestId, at, detail };
}
