import { z } from 'zod';

import type { StaffId } from '#core/identity/ids';
import { parseJson } from '#core/text/parse-json';
import type { Instant } from '#core/time/instant';

const callEntry = z.object({
  staffId: z.string().transform((id) => id as StaffId),
  startedAt: z.number().transform((at) => at as Instant),
  /** E.164; null when the caller showed none. */
  callerNumber: z.string().nullable(),
  callerName: z.string().nullable(),
  summary: z.string(),
  place: z.string().nullable(),
  serviceCode: z.string().nullable(),
  language: z.string().nullable(),
});

/** A logged call as its envelope holds it. */
export type CallEntry = z.output<typeof callEntry>;

/** Null for bytes that are no entry of ours. */
export function readCallEntry(raw: Buffer): CallEntry | null {
  const json = parseJson(raw);
  return json.kind === 'json' ? (callEntry.safeParse(json.value).data ?? null) : null;
}
