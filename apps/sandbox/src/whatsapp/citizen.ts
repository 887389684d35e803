import { createHash } from 'node:crypto';

/** Somebody with WhatsApp whom a person plays. */
export interface Citizen {
  /** E.164, with its plus. */
  readonly number: string;
  readonly name: string;
  /** Who took a username shows no number to businesses; null otherwise. */
  readonly username: string | null;
}

/** The number as WhatsApp writes it: digits alone. */
export function waIdOf({ number }: Pick<Citizen, 'number'>): string {
  return number.slice(1);
}

/** The business-scoped user id: two letters of the country, a dot, letters and digits; stable for a number. */
export function userIdOf({ number }: Pick<Citizen, 'number'>): string {
  const digest = createHash('sha256').update(`citizen ${number}`).digest('hex');
  return `US.${BigInt(`0x${digest.slice(0, 16)}`)}`;
}

/** The username that a citizen gets who takes one. */
export function usernameOf({ number, name }: Pick<Citizen, 'number' | 'name'>): string {
  const letters = name.toLowerCase().replaceAll(/[^a-z]/g, '');
  return `${letters === '' ? 'citizen' : letters}.${number.slice(-4)}`;
}

/** Somebody of whom only the number is known. */
export function newcomer(waId: string): Citizen {
  return { number: `+${waId}`, name: `+${waId}`, username: null };
}
