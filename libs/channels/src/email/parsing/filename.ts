import { truncateText, wellFormedText } from '#core/text/well-formed';

const MAX_CHARACTERS = 200;
/** Control characters and direction overrides: `photo\u202egpj.exe` would read as a picture. */
const DECEIVING = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** The last part of what a mail calls a file: no folder, nothing that a screen or a shell would obey. */
export function filenameOf(stated: string | undefined): string | null {
  const name = wellFormedText(stated ?? '')
    .replaceAll(DECEIVING, '')
    .split(/[/\\]/)
    .at(-1)
    ?.trim();
  if (name === undefined || name === '' || /^\.+$/.test(name)) return null;
  return truncateText(name, MAX_CHARACTERS);
}
