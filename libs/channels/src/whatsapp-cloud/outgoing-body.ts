import type { ChannelReference } from './channel-reference.js';
import type { TemplateSettings } from './settings.js';

/** Longest text of a parameter (Cloud API, templates). */
const MAX_PARAMETER_CHARACTERS = 1_024;

/** A message as the Graph API takes it. */
export type OutgoingBody = Readonly<Record<string, unknown>>;

/** Free text, which quotes what it answers. */
export function textBody(reference: ChannelReference, text: string): OutgoingBody {
  const { quotes } = reference;
  return {
    ...recipientOf(reference),
    ...(quotes !== null && { context: { message_id: quotes } }),
    type: 'text',
    text: { preview_url: false, body: text },
  };
}

/** Null where the words are longer than a parameter: a person's words are not cut. */
export function templateBody(
  reference: ChannelReference,
  text: string,
  template: TemplateSettings,
  language: string | null,
): OutgoingBody | null {
  const parameter = asParameter(text);
  if (Array.from(parameter).length > MAX_PARAMETER_CHARACTERS) return null;
  return {
    ...recipientOf(reference),
    type: 'template',
    template: {
      name: template.name,
      language: { code: translationFor(template, language) },
      components: [{ type: 'body', parameters: [{ type: 'text', text: parameter }] }],
    },
  };
}

/** The translation of the citizen's language, else the one there is. */
function translationFor({ languages }: TemplateSettings, language: string | null): string {
  const { en, es } = languages;
  const wanted = language?.startsWith('es') === true ? (es ?? en) : (en ?? es);
  return wanted ?? 'en_US';
}

/** Parameters take no line ends, no tabs and no more than four blanks on end. */
function asParameter(text: string): string {
  return text
    .trim()
    .replaceAll(/\s*[\n\r\t\u2028\u2029]\s*/g, ' ')
    .replaceAll(/ {4,}/g, '   ');
}

/** The number where it is known: Meta then goes on showing it. */
function recipientOf({ phone, userId }: ChannelReference): OutgoingBody {
  const to = phone === null ? { recipient: userId } : { to: phone };
  return { messaging_product: 'whatsapp', recipient_type: 'individual', ...to };
}
