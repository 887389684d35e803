import { fieldAt } from './json-fields.js';

/** Two letters of a country, a dot, at most 128 letters and digits; `ENT.` for a group of businesses. */
const USER_ID = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/;
const PHONE_DIGITS = /^[1-9]\d{5,14}$/;

/** As an event itself says whom it is about, without the profiles beside it. */
export interface StatedPerson {
  /** Scoped to this business: others know the same person by another id. */
  readonly userId: string | null;
  /** Digits without the plus. */
  readonly phone: string | null;
}

export function userIdOf(value: unknown): string | null {
  return typeof value === 'string' && USER_ID.test(value) ? value : null;
}

export function phoneOf(value: unknown): string | null {
  return typeof value === 'string' && PHONE_DIGITS.test(value) ? value : null;
}

/**
 * News of a changed number or user id belong to the person of before, so that they lie with what
 * that person wrote; `from` has been seen to hold a user id.
 */
export function statedPerson(event: unknown): StatedPerson {
  const userIds = [
    fieldAt(event, 'system', 'previous_user_id'),
    fieldAt(event, 'from_user_id'),
    fieldAt(event, 'recipient_user_id'),
    fieldAt(event, 'from'),
  ];
  const phones = [fieldAt(event, 'from'), fieldAt(event, 'recipient_id')];
  return { userId: firstOf(userIds.map(userIdOf)), phone: firstOf(phones.map(phoneOf)) };
}

function firstOf(found: readonly (string | null)[]): string | null {
  return found.find((text) => text !== null) ?? null;
}
