/** Longest text of one message, in characters (Cloud API, text messages). */
export const MAX_TEXT_CHARACTERS = 4_096;

const MEGABYTE = 1024 * 1024;

/** Largest attachment of each kind (Cloud API, supported media types). */
export const maxMediaBytes = {
  image: 5 * MEGABYTE,
  audio: 16 * MEGABYTE,
  video: 16 * MEGABYTE,
  document: 100 * MEGABYTE,
  sticker: MEGABYTE / 2,
} as const;

export type MediaKind = keyof typeof maxMediaBytes;
