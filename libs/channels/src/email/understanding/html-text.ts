const LONGEST_HTML = 500_000;
const DEEPEST_QUOTE = 20;
/** Their content is no text. */
const SILENT = new Set(['style', 'script', 'title', 'template', 'svg']);
const LINE_ELEMENTS = new Set(
  'p div tr li ul ol table h1 h2 h3 h4 h5 h6 pre section article header footer hr dt dd center form fieldset'.split(
    ' ',
  ),
);
const PARAGRAPHS = new Set(['p', 'ul', 'ol', 'table', 'h1', 'h2', 'h3', 'pre', 'blockquote']);
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  euro: '€',
};

/**
 * The words of an HTML mail in lines, quotations marked with `>`: enough to tell whose they are. One
 * pass over the text from tag to tag; nothing here is shown as HTML.
 */
export function textOfHtml(html: string): string {
  const source = html.slice(0, LONGEST_HTML);
  const writer = new LineWriter();
  const unclosed = new Set<string>();
  let position = 0;
  while (position < source.length) {
    const open = source.indexOf('<', position);
    writer.write(source.slice(position, open === -1 ? source.length : open));
    if (open === -1) break;
    const tag = readTag(source, open);
    position = tag.end;
    if (tag.name === '<') writer.write('<');
    else if (!tag.closes && SILENT.has(tag.name)) {
      position = endOfSilent(source, tag, unclosed);
    } else writer.tag(tag.name, tag.closes);
  }
  return writer.text();
}

interface Tag {
  /** In lower case; empty for a comment, `<` where no tag begins at all. */
  readonly name: string;
  readonly closes: boolean;
  /** Where the text goes on. */
  readonly end: number;
}

function readTag(source: string, open: number): Tag {
  const closes = source[open + 1] === '/';
  if (source.startsWith('<!--', open)) {
    return { name: '', closes, end: after(source, '-->', open + 4) };
  }
  const name = /^<\/?([a-z][a-z0-9:]{0,30})/i.exec(source.slice(open, open + 40))?.[1];
  const isTag = name !== undefined || /^<[!?/]/.test(source.slice(open, open + 2));
  const end = isTag ? after(source, '>', open + 1) : open + 1;
  return { name: isTag ? (name?.toLowerCase() ?? '') : '<', closes, end };
}

/** An element that is never closed is read as text: better too many words than none. */
function endOfSilent(source: string, tag: Tag, unclosed: Set<string>): number {
  if (unclosed.has(tag.name)) return tag.end;
  const closing = new RegExp(`</${tag.name}\\b[^>]{0,100}>`, 'gi');
  closing.lastIndex = tag.end;
  if (closing.test(source)) return closing.lastIndex;
  unclosed.add(tag.name);
  return tag.end;
}

function after(source: string, mark: string, position: number): number {
  const found = source.indexOf(mark, position);
  return found === -1 ? source.length : found + mark.length;
}

/** Collects words into lines and marks those within quotations. */
class LineWriter {
  private readonly lines: string[] = [];
  /** Pieces, not one growing string: looking at its end would copy it each time. */
  private words: string[] = [];
  private quoteDepth = 0;

  write(text: string): void {
    const plain = decoded(text).replaceAll(/[\s\u00A0]+/g, ' ');
    const last = this.words.at(-1);
    const piece = last === undefined || last.endsWith(' ') ? plain.trimStart() : plain;
    if (piece !== '') this.words.push(piece);
  }

  tag(name: string, closes: boolean): void {
    if (name === 'br') this.endLine(true);
    if (LINE_ELEMENTS.has(name) || name === 'blockquote') this.endLine(false);
    if (PARAGRAPHS.has(name)) this.endParagraph();
    if (name === 'td' && closes) this.write(' ');
    if (name === 'hr') this.lines.push('________________________________');
    if (name === 'blockquote') {
      const depth = this.quoteDepth + (closes ? -1 : 1);
      this.quoteDepth = Math.min(Math.max(depth, 0), DEEPEST_QUOTE);
    }
  }

  text(): string {
    this.endLine(false);
    return this.lines.join('\n').trim();
  }

  private endLine(evenEmpty: boolean): void {
    const words = this.words.join('').trimEnd();
    if (words !== '' || evenEmpty) {
      this.lines.push(this.quoteDepth > 0 ? `${'>'.repeat(this.quoteDepth)} ${words}` : words);
    }
    this.words = [];
  }

  private endParagraph(): void {
    if (this.lines.length > 0 && this.lines.at(-1) !== '') this.lines.push('');
  }
}

function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (whole, ...parts) => {
    const [decimal, hex, name] = parts as (string | undefined)[];
    if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    const isCharacter = code > 31 && code <= 0x10_ff_ff && (code < 0xd8_00 || code > 0xdf_ff);
    return isCharacter ? String.fromCodePoint(code) : ' ';
  });
}
