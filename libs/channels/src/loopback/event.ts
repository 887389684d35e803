import { z } from 'zod';

import { parseJson } from '#core/text/parse-json';

const MAX_ADDRESS_BYTES = 255;

const address = z
  .string()
  .min(1)
  .refine(
    (text) => Buffer.byteLength(text) <= MAX_ADDRESS_BYTES && !/[\0\p{Surrogate}]/u.test(text),
    {
      error: 'at most 255 bytes of well-formed text',
    },
  );
const identifier = z.string().min(1).max(255);
const instant = z.iso.datetime({ offset: true });

const attachment = z.object({
  /** `data:…` or `spool:name`. */
  reference: z.string().min(1).max(2_000),
  filename: z.string().max(255).nullish(),
  contentType: z.string().min(1).max(255),
});

const messageEvent = z.object({
  id: identifier,
  type: z.literal('message'),
  from: address,
  name: z.string().max(500).optional(),
  text: z.string(),
  subject: z.string().max(500).optional(),
  at: instant.optional(),
  language: z
    .string()
    .max(35)
    .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/)
    .optional(),
  serviceCode: z
    .string()
    .regex(/^[\w.-]{1,64}$/)
    .optional(),
  /** Ids of messages that this one answers. */
  replyTo: z.array(identifier).max(20).optional(),
  /** Tokens of our signed links that the sender used. */
  links: z.array(z.string().max(500)).max(20).optional(),
  /** Other addresses of the same person, as they say. */
  claims: z
    .array(z.object({ kind: z.string().max(20), address }))
    .max(10)
    .optional(),
  attachments: z.array(attachment).max(50).optional(),
  /** Written by a program. */
  automatic: z.boolean().optional(),
  /** False when the sender was checked and the check failed. */
  authentic: z.boolean().optional(),
});

const receiptEvent = z.object({
  id: identifier,
  type: z.literal('receipt'),
  providerId: identifier,
  status: z.enum(['delivered', 'read', 'failed']),
  at: instant.optional(),
  reason: z.string().max(500).optional(),
});

const echoEvent = z.object({ id: identifier, type: z.literal('echo') });

const knownEvent = z.discriminatedUnion('type', [messageEvent, receiptEvent, echoEvent]);

export type MessageEvent = z.output<typeof messageEvent>;
export type ReceiptEvent = z.output<typeof receiptEvent>;
export type EchoEvent = z.output<typeof echoEvent>;
export interface UnknownEvent {
  readonly type: 'unknown';
  /** Who sent it, when it says so in a usable form. */
  readonly from: string | null;
  /** The kind as the event states it, when it states one. */
  readonly stated: string | null;
  /** Where it does not fit a known kind; empty for an unknown kind. */
  readonly faults: readonly string[];
}

export type LoopbackEvent = MessageEvent | ReceiptEvent | EchoEvent | UnknownEvent;

/** Total: bytes that fit no known kind are an unknown event. */
export function readEvent(raw: Buffer): LoopbackEvent {
  const json = parseJson(raw);
  if (json.kind === 'not-json') {
    return { type: 'unknown', from: null, stated: null, faults: [] };
  }
  const event = json.value;
  const parsed = knownEvent.safeParse(event);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => issue.path.join('.'));
  const from = address.safeParse(textOf(event, 'from')).data ?? null;
  return { type: 'unknown', from, stated: textOf(event, 'type'), faults: faults.slice(0, 5) };
}

export interface EventIdentity {
  readonly id: string | null;
  /** What is kept in order: the sender, or the message that a receipt speaks of; null: the event alone. */
  readonly identity: readonly [kind: string, value: string] | null;
}

/** What `receive` must know before anybody understands the event. */
export function identifyEvent(event: unknown): EventIdentity {
  const from = textOf(event, 'from');
  const providerId = textOf(event, 'providerId');
  const spokenOf = providerId === null ? null : (['sent', providerId] as const);
  return { id: textOf(event, 'id'), identity: from === null ? spokenOf : ['from', from] };
}

function textOf(event: unknown, field: string): string | null {
  if (typeof event !== 'object' || event === null || !Object.hasOwn(event, field)) return null;
  const value: unknown = (event as Record<string, unknown>)[field];
  return typeof value === 'string' && value !== '' ? value : null;
}
