import { type Citizen, userIdOf, waIdOf } from '../citizen.js';
import { townNumber, type WhatsAppAccount } from '../whatsapp-account.js';

/** `messages[]` of a webhook, as the citizen's telephone made it. */
export interface InboundMessage {
  /** Left out when the citizen shows no number. */
  readonly from?: string;
  readonly from_user_id: string;
  readonly id: string;
  /** Seconds. */
  readonly timestamp: string;
  readonly context?: { readonly from: string; readonly id: string };
  readonly type: 'text' | 'image' | 'video' | 'audio' | 'document' | 'location';
  readonly text?: { readonly body: string };
  readonly image?: MediaPart;
  readonly video?: MediaPart;
  readonly audio?: MediaPart;
  readonly document?: MediaPart;
  readonly location?: { readonly latitude: number; readonly longitude: number };
}

export interface MediaPart {
  readonly id: string;
  readonly mime_type: string;
  /** Of the bytes, in base64. */
  readonly sha256: string;
  readonly caption?: string;
  readonly filename?: string;
}

/** `statuses[]` of a webhook. */
export interface StatusNotice {
  readonly id: string;
  readonly status: 'sent' | 'delivered' | 'read' | 'failed';
  /** Seconds. */
  readonly timestamp: string;
  readonly recipient_id?: string;
  readonly recipient_user_id: string;
  readonly biz_opaque_callback_data?: string;
  readonly conversation?: { readonly id: string; readonly origin: { readonly type: string } };
  readonly pricing?: {
    readonly billable: boolean;
    readonly pricing_model: 'PMP';
    readonly category: string;
  };
  readonly errors?: readonly NoticeError[];
}

export interface NoticeError {
  readonly code: number;
  readonly title: string;
  readonly message: string;
  readonly error_data: { readonly details: string };
  readonly href: string;
}

/** What one webhook call tells of: a message or a status, and whose. */
export type WebhookEvent = { readonly citizen: Citizen } & (
  { readonly message: InboundMessage } | { readonly status: StatusNotice }
);

/** One call with everything in it: messages and statuses lie in changes of their own. */
export function webhookBody(account: WhatsAppAccount, events: readonly WebhookEvent[]): object {
  const messages = events.flatMap((event) => ('message' in event ? [event] : []));
  const statuses = events.flatMap((event) => ('status' in event ? [event] : []));
  const changes = [
    messages.length === 0
      ? []
      : [change(account, messages, { messages: messages.map(({ message }) => message) })],
    statuses.length === 0
      ? []
      : [change(account, statuses, { statuses: statuses.map(({ status }) => status) })],
  ];
  const entry = { id: account.settings.businessAccountId, changes: changes.flat() };
  return { object: 'whatsapp_business_account', entry: [entry] };
}

function change(account: WhatsAppAccount, events: readonly WebhookEvent[], told: object) {
  const contacts = new Map(events.map(({ citizen }) => [citizen.number, contactOf(citizen)]));
  const { phoneNumberId: phone_number_id } = account.settings;
  const metadata = { display_phone_number: townNumber.digits, phone_number_id };
  const value = { messaging_product: 'whatsapp', metadata, contacts: [...contacts.values()] };
  return { value: { ...value, ...told }, field: 'messages' };
}

function contactOf(citizen: Citizen): object {
  const { name, username } = citizen;
  const user_id = userIdOf(citizen);
  if (username !== null) return { profile: { name, username }, user_id };
  return { profile: { name }, wa_id: waIdOf(citizen), user_id };
}
