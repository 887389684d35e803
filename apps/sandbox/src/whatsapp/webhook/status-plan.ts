import { type Citizen, userIdOf, waIdOf } from '../citizen.js';
import { type GraphError, undeliverable, windowClosed } from '../graph/graph-error.js';
import type { StatusFault } from '../whatsapp-faults.js';
import type { StatusNotice } from './webhook-body.js';

/** What becomes of an accepted message until the citizen looks at it. */
export type StatusStep =
  | { readonly status: 'sent' | 'delivered' | 'read' }
  | { readonly status: 'failed'; readonly error: GraphError };

const sent: StatusStep = { status: 'sent' };
const delivered: StatusStep = { status: 'delivered' };

/** The statuses that follow by themselves, in calls as they are made. */
export function statusPlan(fault: StatusFault | null): readonly (readonly StatusStep[])[] {
  switch (fault) {
    case null:
      return [[sent], [delivered]];
    case 'read-only':
      return [[sent], [{ status: 'read' }]];
    case 'statuses-reversed':
      return [[delivered], [sent]];
    case 'statuses-together':
      return [[sent, delivered]];
    case 'statuses-twice':
      return [[sent], [sent], [delivered], [delivered]];
    case 'undeliverable-later':
      return [[{ status: 'failed', error: undeliverable }]];
    case 'window-closed-later':
      return [[{ status: 'failed', error: windowClosed }]];
  }
}

export interface NoticeSubject {
  readonly wamid: string;
  readonly citizen: Citizen;
  /** What the town wanted to have back with each status. */
  readonly ownData: string | null;
  readonly isTemplate: boolean;
}

/** A status as webhooks carry it. */
export function statusNotice(subject: NoticeSubject, step: StatusStep, at: Date): StatusNotice {
  const { wamid, citizen, ownData } = subject;
  return {
    ...{ id: wamid, status: step.status, timestamp: seconds(at) },
    ...(citizen.username === null && { recipient_id: waIdOf(citizen) }),
    recipient_user_id: userIdOf(citizen),
    ...(ownData !== null && { biz_opaque_callback_data: ownData }),
    ...(step.status === 'failed' ? failureOf(step.error) : priceOf(subject)),
  };
}

export function seconds(at: Date): string {
  return String(Math.floor(at.getTime() / 1_000));
}

function priceOf({ citizen, isTemplate }: NoticeSubject): Partial<StatusNotice> {
  const category = isTemplate ? 'utility' : 'service';
  return {
    conversation: { id: userIdOf(citizen).slice(3), origin: { type: category } },
    pricing: { billable: isTemplate, pricing_model: 'PMP', category },
  };
}

function failureOf({ code, message, details = '' }: GraphError): Partial<StatusNotice> {
  const title = message.replace(/^\(#\d+\) /, '');
  const href =
    'https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes';
  return { errors: [{ code, title, message: title, error_data: { details }, href }] };
}
