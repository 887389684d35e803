import { z } from 'zod';

import { type Instant } from '../time/instant.js';
import { readInstant } from '../time/read-instant.js';

const instant = z
  .string({ error: 'is not a text; write an instant as 2026-09-04T18:00:00-04:00' })
  .transform((text, context): Instant => {
    const read = readInstant(text.trim());
    switch (read.kind) {
      case 'instant':
        return read.at;
      case 'without-offset':
        context.addIssue('has no offset; add Z for UTC or one such as -04:00');
        return z.NEVER;
      case 'no-instant':
        context.addIssue('is no instant; write it as 2026-09-04T18:00:00-04:00');
        return z.NEVER;
    }
  });
const words = z.string().trim().min(1, 'is empty').max(200, 'is longer than 200 characters');
const of = <Kind extends string>(event: Kind) => ({ at: instant, event: z.literal(event) });
const ofRequest = <Kind extends string>(event: Kind) => ({ ...of(event), request: words });

/** What may happen in a simulation; `docs/sla.md` says what each does. */
export const simulatedEvent = z.discriminatedUnion(
  'event',
  [
    z.strictObject({
      ...ofRequest('received'),
      occurredAt: instant.optional(),
      service: words.optional(),
      priority: words.optional(),
      channel: words.optional(),
    }),
    z.strictObject(ofRequest('citizen-answered')),
    z.strictObject({ ...ofRequest('replied'), acceptedAt: instant.optional() }),
    z.strictObject(ofRequest('called')),
    z.strictObject({ ...ofRequest('waiting'), reason: words.optional() }),
    z.strictObject(ofRequest('bounced')),
    z.strictObject(ofRequest('reported')),
    z.strictObject(ofRequest('closed')),
    z.strictObject(ofRequest('reopened')),
    z.strictObject(ofRequest('withdrawn')),
    z.strictObject({
      ...of('closure-declared'),
      name: words,
      date: z.string().optional(),
      from: z.string().optional(),
      to: z.string().optional(),
    }),
    z.strictObject({ ...of('calendar-changed'), calendar: z.unknown() }),
    z.strictObject(of('now')),
  ],
  { error: 'is not known; docs/sla.md names the events' },
);

export type SimulatedEvent = z.output<typeof simulatedEvent>;
