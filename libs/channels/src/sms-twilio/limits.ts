/** The API takes 1,600 characters (error 21617); ten segments are never more than that. */
export const MAX_SEGMENTS = 10;
/** Far above the longest text in the longest encoding; more is nobody's message. */
export const MAX_WEBHOOK_BYTES = 512 * 1024;
/** Carriers take some 5 MB; everything that a phone can send is below. */
export const MAX_MEDIA_BYTES = 16 * 1024 * 1024;
