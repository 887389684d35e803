/** Longest text of one answer: far more than anybody writes, and a mail that every relay takes. */
export const MAX_TEXT_CHARACTERS = 100_000;
