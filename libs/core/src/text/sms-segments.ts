import { SegmentedMessage } from 'sms-segments-calculator';

/** What a text message costs: it is sent, and paid, in segments. */
export interface SmsSegments {
  readonly count: number;
  /** `UCS-2` as soon as one character is not in the small alphabet: then a segment holds half as much. */
  readonly encoding: 'GSM-7' | 'UCS-2';
  /** The characters that need the large alphabet, each once. */
  readonly unusual: readonly string[];
}

/** Of a single message, and of each part of a longer one (3GPP TS 23.040 §9.2.3.24.1). */
const capacities = {
  'GSM-7': { single: 160, part: 153 },
  'UCS-2': { single: 70, part: 67 },
} as const;

/** The library takes time with the square of the length; no provider takes more than 1,600 characters. */
const COUNTED_UNITS = 2_000;

/**
 * How a text is cut into segments (3GPP TS 23.038). What the library does not count (the end of an
 * endless text, a character of more marks than fit a segment) is at least its number of code units.
 */
export function smsSegments(text: string): SmsSegments {
  const counted = new SegmentedMessage(text.slice(0, COUNTED_UNITS));
  const { single, part } = capacities[counted.encodingName];
  const least = text.length <= single ? 0 : Math.ceil(text.length / part);
  return {
    count: Math.max(counted.segmentsCount, least),
    encoding: counted.encodingName,
    unusual: [...new Set(counted.getNonGsmCharacters())],
  };
}
