import { z } from 'zod';

import { parseJson } from '#core/text/parse-json';

/** Only the fields that we use; the provider may add others at any time. */
const event = z.object({
  id: z.string().regex(/^[\w.:-]{1,255}$/),
  // Longer or broken addresses cannot be stored; the event is then shown as one we cannot read.
  from: z
    .string()
    .max(80)
    .regex(/^[^\0\p{Surrogate}]+$/u),
  body: z.string(),
  sent_at: z.iso.datetime({ offset: true }).optional(),
});

export type TemplateEvent = z.output<typeof event>;

/** Total: null for bytes that are no event. */
export function readEvent(raw: Uint8Array): TemplateEvent | null {
  const json = parseJson(raw);
  return json.kind === 'json' ? (event.safeParse(json.value).data ?? null) : null;
}
