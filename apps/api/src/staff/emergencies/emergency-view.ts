import type { z } from 'zod';

import { emergencyNumber } from '#core/emergency/emergency';
import type { EmergencyDetail, ShownEmergency } from '#core/emergency/emergency-store';
import { type Instant, isoFromInstant } from '#core/time/instant';

import type * as answers from './emergency-answers.js';

export function emergencyView(
  emergency: ShownEmergency,
): z.output<typeof answers.emergencySummary> {
  const { kind, state, requestNumber, place, reports, openedAt } = emergency;
  return {
    number: emergencyNumber(emergency),
    ...{ kind, state, request: requestNumber, place, reports },
    openedAt: isoFromInstant(openedAt),
    nextPageAt: isoOrNull(emergency.nextPageAt),
    acknowledgedAt: isoOrNull(emergency.acknowledgedAt),
    acknowledgedBy: emergency.acknowledgedByName,
  };
}

export function emergencyDetailView(
  emergency: EmergencyDetail,
): z.output<typeof answers.emergencyDetail> {
  const { evidence, words, unverified, record } = emergency;
  return {
    ...emergencyView(emergency),
    ...{ evidence, words, unverified },
    record: record.map(({ step, kind, at, staffName, requestNumber, detail }) => ({
      ...{ step, kind, at: isoFromInstant(at), staffName, request: requestNumber, detail },
    })),
  };
}

function isoOrNull(at: Instant | null): string | null {
  return at === null ? null : isoFromInstant(at);
}
