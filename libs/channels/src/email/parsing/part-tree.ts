/** The words of one part, as they were sent. */
export interface WordPart {
  readonly kind: 'plain' | 'html';
  readonly words: string;
}

/**
 * The parts that hold what a mail says, in order: of alternatives (RFC 2046 §5.1.4) the plain one
 * where it has words. The parser's own choice loses HTML that is the only alternative as soon as a
 * mailing list adds a plain footer beside it.
 *
 * @param tree the parser's own; it has no public form, so everything about it is checked.
 */
export function wordParts(tree: unknown): readonly WordPart[] {
  if (!isPart(tree)) return [];
  const below = childrenOf(tree).flatMap(wordParts);
  if (tree.contentType === 'multipart/alternative') return preferred(below);
  const own = wordPart(tree);
  return own === null ? below : [own, ...below];
}

interface Part {
  readonly contentType?: unknown;
  readonly textContent?: unknown;
  readonly children?: unknown;
}

function isPart(value: unknown): value is Part {
  return typeof value === 'object' && value !== null;
}

function childrenOf({ children }: Part): readonly unknown[] {
  return Array.isArray(children) ? children : [];
}

function preferred(parts: readonly WordPart[]): readonly WordPart[] {
  const plain = parts.filter(({ kind }) => kind === 'plain');
  return plain.some(({ words }) => words.trim() !== '') ? plain : parts;
}

function wordPart({ contentType, textContent }: Part): WordPart | null {
  if (typeof textContent !== 'string' || textContent === '') return null;
  if (contentType === 'text/plain') return { kind: 'plain', words: textContent };
  return contentType === 'text/html' ? { kind: 'html', words: textContent } : null;
}
