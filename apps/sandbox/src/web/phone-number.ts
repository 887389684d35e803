const COUNTRY = '1';
const NATIONAL_DIGITS = 10;

/** What somebody typed, as E.164; a number without its country is one of North America. */
export function asE164(typed: string): string {
  const digits = typed.replaceAll(/\D/g, '');
  return typed.trim().startsWith('+') || digits.length > NATIONAL_DIGITS
    ? `+${digits}`
    : `+${COUNTRY}${digits}`;
}

/** A number as people write it: +1 919 555 0101. */
export function shownNumber(number: string): string {
  return number.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '+1 $1 $2 $3');
}
