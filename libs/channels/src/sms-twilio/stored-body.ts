/** In front of what a trial account sends (twilio.com/docs/usage/tutorials/how-to-use-your-free-trial-account). */
const TRIAL = /^Sent from your Twilio trial account - /;

/** What Smart Encoding writes instead, so that a text stays in the small alphabet. */
const plain: Readonly<Record<string, string>> = {
  '\u00AB': '"',
  '\u00BB': '"',
  '\u2018': "'",
  '\u2019': "'",
  '\u201A': "'",
  '\u201B': "'",
  '\u201C': '"',
  '\u201D': '"',
  '\u201E': '"',
  '\u201F': '"',
  '\u2010': '-',
  '\u2011': '-',
  '\u2013': '-',
  '\u2014': '-',
  '\u2026': '...',
};

/**
 * The form in which our words and what the provider keeps of them are equal: it may put a notice in
 * front, write quotes and dashes plainly, and lay out blanks anew.
 */
export function storedBody(text: string): string {
  return text
    .normalize('NFC')
    .replace(TRIAL, '')
    .replaceAll(/[\u00AB\u00BB\u2010-\u2014\u2018-\u201F\u2026]/g, (sign) => plain[sign] ?? sign)
    .replaceAll(/\s+/g, ' ')
    .trim();
}
