import { z } from 'zod';

import { emergencyStates, emergencyStepKinds } from '#core/emergency/emergency';
import { emergencyKinds } from '#core/emergency/emergency-kind';

/** What the staff API answers about emergencies, services and who is on call. */

const instant = z.iso.datetime();

export const emergencySummary = z.strictObject({
  number: z.string(),
  kind: z.enum(emergencyKinds),
  state: z.enum(emergencyStates),
  request: z.string().meta({ description: 'Number of the request that reported it first.' }),
  place: z.string(),
  reports: z.int(),
  openedAt: instant,
  nextPageAt: instant.nullable(),
  acknowledgedAt: instant.nullable(),
  acknowledgedBy: z.string().nullable(),
});

export const emergencyList = z.strictObject({ emergencies: z.array(emergencySummary) });

export const emergencyDetail = emergencySummary.extend({
  evidence: z.string().meta({ description: 'The service or the words that made us listen.' }),
  words: z.string(),
  unverified: z.boolean(),
  record: z.array(
    z.strictObject({
      step: z.int(),
      kind: z.enum(emergencyStepKinds),
      at: instant,
      staffName: z.string().nullable(),
      request: z.string().nullable(),
      detail: z.string().nullable(),
    }),
  ),
});

export const emergenciesOfRequest = z.strictObject({ emergencies: z.array(emergencyDetail) });
export const acknowledged = z.strictObject({ already: z.boolean() });
export const flagged = z.strictObject({ emergency: z.string(), opened: z.boolean() });

const fault = z.strictObject({ field: z.string(), message: z.string() });

export const onCall = z.strictObject({
  version: z.int().nullable(),
  rota: z.unknown().meta({ description: 'As it was saved; null when none was.' }),
  onCall: z
    .record(z.enum(emergencyKinds), z.array(z.string()))
    .meta({ description: 'Who is told now, in order, for each kind.' }),
  faults: z.array(fault),
});

export const services = z.strictObject({
  services: z.array(
    z.strictObject({
      code: z.string(),
      names: z.strictObject({ en: z.string(), es: z.string() }),
      department: z.string(),
      group: z.string(),
      target: z.string(),
      afterHours: z.string(),
      emergencyKind: z.enum(emergencyKinds).nullable(),
      enabled: z.boolean(),
      version: z.int(),
    }),
  ),
});

export const dutyReported = z.strictObject({ completed: z.boolean() });
