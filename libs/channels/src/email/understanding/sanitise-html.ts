import sanitizeHtml from 'sanitize-html';

/**
 * Mail HTML as it may be shown within a sandboxed frame: words, tables and links, the mail's own
 * images, and nothing that runs, loads, posts, styles or frames. Remote images are left out, because
 * fetching one tells the sender that the mail was read. Null for markup nested too deep to be read.
 */
export function sanitiseHtml(html: string): string | null {
  return isTooDeep(html) ? null : sanitizeHtml(html, policy).trim();
}

/** The same without attributes: what is left says where lines end and what is quoted. */
export function bareHtml(html: string): string | null {
  return isTooDeep(html) ? null : sanitizeHtml(html, { ...harmless, allowedAttributes: {} });
}

const BLOCKS = ['blockquote', 'br', 'div', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'p', 'pre'];
const LISTS = ['dd', 'dl', 'dt', 'li', 'ol', 'ul'];
const TABLES = ['caption', 'col', 'colgroup', 'table', 'tbody', 'td', 'tfoot', 'th', 'thead', 'tr'];
const PHRASES = ['a', 'abbr', 'b', 'code', 'del', 'em', 'i', 'img', 'ins', 'q', 's', 'small'];
const MORE_PHRASES = ['span', 'strike', 'strong', 'sub', 'sup', 'u'];
const CELL = ['colspan', 'rowspan', 'align', 'valign'];
const MAX_DEPTH = 400;
/** Anything else would lead into the pages of the console itself. */
const ABSOLUTE = /^(?:https?:\/\/|mailto:|tel:)/i;
const APART = { rel: 'noopener noreferrer nofollow', target: '_blank' };

const harmless: sanitizeHtml.IOptions = {
  allowedTags: [...BLOCKS, ...LISTS, ...TABLES, ...PHRASES, ...MORE_PHRASES],
  disallowedTagsMode: 'discard',
  enforceHtmlBoundary: false,
  // Their content is code or belongs to another language, not words of the mail.
  nonTextTags: [
    ...['head', 'title', 'style', 'script', 'noscript', 'template', 'textarea', 'option'],
    ...['iframe', 'noframes', 'noembed', 'object', 'svg', 'math', 'xmp'],
  ],
};

const policy: sanitizeHtml.IOptions = {
  ...harmless,
  allowedAttributes: {
    a: ['href', 'title', 'rel', 'target'],
    abbr: ['title'],
    img: ['src', 'alt', 'width', 'height'],
    ol: ['start'],
    td: CELL,
    th: CELL,
    '*': ['dir', 'lang'],
  },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['cid'] },
  allowProtocolRelative: false,
  transformTags: {
    a: (tagName, { href = '', title = '' }) => ({
      tagName,
      attribs: { ...(ABSOLUTE.test(href) && { href }), title, ...APART },
    }),
    img: (tagName, { src = '', ...attribs }) => ({
      tagName,
      attribs: { ...attribs, ...(src.startsWith('cid:') && { src }) },
    }),
  },
};

const HOLD_NOTHING = new Set(
  'area base br col embed hr img input link meta source track wbr'.split(' '),
);
/** What an element closes that was left open before it; never more than the parser closes. */
const CLOSES: Readonly<Record<string, ReadonlySet<string>>> = {
  p: new Set(['p']),
  li: new Set(['li']),
  dt: new Set(['dt', 'dd']),
  dd: new Set(['dt', 'dd']),
  tr: new Set(['tr', 'td', 'th']),
  td: new Set(['td', 'th']),
  th: new Set(['th']),
  option: new Set(['option']),
};

/** The time of the parser grows with the square of the depth: 100,000 open elements took a minute. */
function isTooDeep(html: string): boolean {
  const open: string[] = [];
  for (const [, slash, tag = ''] of html.matchAll(/<(\/?)([a-z][^\s/>]{0,30})/gi)) {
    const name = tag.toLowerCase();
    if (slash === '/') {
      const at = open.lastIndexOf(name);
      if (at !== -1) open.length = at;
      continue;
    }
    while (CLOSES[name]?.has(open.at(-1) ?? '') === true) open.pop();
    if (!HOLD_NOTHING.has(name)) open.push(name);
    if (open.length > MAX_DEPTH) return true;
  }
  return false;
}
