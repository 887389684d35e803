/** Far above the longest call event; more is nobody's call. */
export const MAX_WEBHOOK_BYTES = 64 * 1024;
/** Ten minutes of telephone sound (8,000 samples of 16 bits a second) are 9.6 MB. */
export const MAX_RECORDING_BYTES = 16 * 1024 * 1024;
/** The API takes 4,000 characters of TwiML, and the words stand among some of ours. */
export const MAX_SPOKEN_CHARACTERS = 1_600;
