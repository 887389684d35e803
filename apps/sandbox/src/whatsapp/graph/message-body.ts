import { z } from 'zod';

import { badParameter, type GraphError, unsupportedType } from './graph-error.js';

const MOST_CHARACTERS = 4_096;
const MOST_CAPTION_CHARACTERS = 1_024;
const MOST_OWN_DATA_CHARACTERS = 512;

const parameter = z.object({ type: z.literal('text'), text: z.string().min(1) });
const caption = z.string().max(MOST_CAPTION_CHARACTERS).optional();
const source = { id: z.string().optional(), link: z.url().optional() };

const contents = [
  z.object({
    type: z.literal('text'),
    text: z.object({
      body: z.string().min(1).max(MOST_CHARACTERS),
      preview_url: z.boolean().optional(),
    }),
  }),
  z.object({
    type: z.literal('template'),
    template: z.object({
      name: z.string().min(1),
      language: z.object({ code: z.string().min(2) }),
      components: z
        .array(
          z.object({
            type: z.enum(['header', 'body', 'button']),
            parameters: z.array(parameter).default([]),
          }),
        )
        .default([]),
    }),
  }),
  z.object({ type: z.literal('image'), image: z.object({ ...source, caption }) }),
  z.object({
    type: z.literal('document'),
    document: z.object({ ...source, caption, filename: z.string().max(240).optional() }),
  }),
  z.object({ type: z.literal('video'), video: z.object({ ...source, caption }) }),
  z.object({ type: z.literal('audio'), audio: z.object(source) }),
] as const;

const sending = z.intersection(
  z.object({
    messaging_product: z.literal('whatsapp'),
    recipient_type: z.literal('individual').default('individual'),
    to: z
      .string()
      .regex(/^\+?[\d ()-]{7,20}$/, 'is not a phone number')
      .optional(),
    recipient: z
      .string()
      .regex(/^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/, 'is not a business-scoped user id')
      .optional(),
    context: z.object({ message_id: z.string().min(1) }).optional(),
    biz_opaque_callback_data: z.string().max(MOST_OWN_DATA_CHARACTERS).optional(),
  }),
  z.discriminatedUnion('type', contents),
);

const reading = z.object({
  messaging_product: z.literal('whatsapp'),
  status: z.literal('read'),
  message_id: z.string().min(1),
});

export type SendBody = z.output<typeof sending>;
export type ReadBody = z.output<typeof reading>;

export type MessageBody =
  | { readonly kind: 'send'; readonly body: SendBody }
  | { readonly kind: 'read'; readonly body: ReadBody }
  | { readonly kind: 'refused'; readonly error: GraphError };

/** What was posted to `/messages`: a message to somebody, or the mark that one was read. */
export function readMessageBody(raw: Buffer): MessageBody {
  const given = parsed(raw);
  if (given === null) return refused(badParameter('The body is not JSON.'));
  if ('status' in given) {
    const read = reading.safeParse(given);
    return read.success ? { kind: 'read', body: read.data } : refused(faultOf(read.error));
  }
  const { type = 'text' } = given;
  if (typeof type !== 'string' || !contents.some(({ shape }) => shape.type.value === type)) {
    return refused(unsupportedType(String(type)));
  }
  const read = sending.safeParse({ ...given, type });
  if (!read.success) return refused(faultOf(read.error));
  const { to, recipient } = read.data;
  if (to === undefined && recipient === undefined) {
    return refused(badParameter('The parameter to is required.'));
  }
  return { kind: 'send', body: read.data };
}

export interface SentMedia {
  readonly id?: string | undefined;
  readonly caption?: string | undefined;
  readonly filename?: string | undefined;
  readonly link?: string | undefined;
}

/** What a message carries besides words; null when it is words alone. */
export function mediaOf(body: SendBody): SentMedia | null {
  switch (body.type) {
    case 'image':
      return body.image;
    case 'document':
      return body.document;
    case 'video':
      return body.video;
    case 'audio':
      return body.audio;
    case 'text':
    case 'template':
      return null;
  }
}

function parsed(raw: Buffer): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(raw.toString('utf8'));
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}

/** Names the parameter as Meta does: `text['body']`. */
function faultOf({ issues }: z.ZodError): GraphError {
  const [issue] = issues;
  const [first, ...rest] = (issue?.path ?? []).map(String);
  const name = `${first ?? 'body'}${rest.map((part) => `['${part}']`).join('')}`;
  return badParameter(`Param ${name}: ${issue?.message ?? 'invalid'}`);
}

function refused(error: GraphError): MessageBody {
  return { kind: 'refused', error };
}
