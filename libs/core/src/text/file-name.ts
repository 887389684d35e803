import { truncateText, wellFormedText } from './well-formed.js';

const MAX_CHARACTERS = 120;
const MAX_EXTENSION = 12;
/** Signs that a file system, a shell or a header gives a meaning of its own. */
const SIGNS = /[<>:"|?*;%`$\\/]/gu;
/** Controls, line and paragraph ends, and what turns the direction of writing (Unicode TR 36 §3.5). */
const UNSEEN = /[\p{Control}\p{Format}\p{Line_Separator}\p{Paragraph_Separator}]/gu;

/**
 * A name that somebody else gave to a file, fit to be saved under: no folder, no hidden file, nothing
 * unseen, of bounded length with its extension kept. The other name when nothing of it is left.
 */
export function safeFileName(name: string | null, otherwise: string): string {
  const last =
    wellFormedText(name ?? '')
      .replaceAll(UNSEEN, '')
      .split(/[\\/]/u)
      .at(-1) ?? '';
  const clean = last.replaceAll(SIGNS, '_').replaceAll(/\s+/gu, ' ');
  const visible = clean.replace(/^[. ]+/u, '').replace(/[. ]+$/u, '');
  return visible === '' ? otherwise : shortened(visible);
}

function shortened(name: string): string {
  if (name.length <= MAX_CHARACTERS) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && name.length - dot <= MAX_EXTENSION ? name.slice(dot) : '';
  return `${truncateText(name, MAX_CHARACTERS - extension.length)}${extension}`;
}
