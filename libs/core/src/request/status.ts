/** The states a request can be in, as staff see them; citizens see words, Open311 sees open or closed. */
export const requestStatuses = [
  'new',
  'triaged',
  'waiting_citizen',
  'assigned',
  'referred',
  'in_progress',
  'scheduled',
  'resolved',
  'closed_no_action',
  'duplicate',
  'reopened',
] as const;
export type RequestStatus = (typeof requestStatuses)[number];

export function isClosed(status: RequestStatus): boolean {
  return status === 'resolved' || status === 'closed_no_action';
}

/** Why a request was closed; each leads to one of the two closed states. */
export const closeReasons = {
  work_done: 'resolved',
  question_answered: 'resolved',
  not_found: 'closed_no_action',
  private_land: 'closed_no_action',
  outside_town: 'closed_no_action',
  policy: 'closed_no_action',
  no_answer: 'closed_no_action',
  opinion_noted: 'closed_no_action',
} as const satisfies Record<string, RequestStatus>;
export type CloseReason = keyof typeof closeReasons;
export const closeReasonCodes = Object.keys(closeReasons) as readonly CloseReason[];

/** Why a promise was not kept; asked for when its request is closed. */
export const breachReasons = [
  'staff_shortage',
  'storm',
  'waiting_for_partner',
  'wrong_department',
  'citizen_unreachable',
  'technical',
  'overlooked',
] as const;
export type BreachReason = (typeof breachReasons)[number];
