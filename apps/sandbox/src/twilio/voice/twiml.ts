/** One verb of a document that says what happens on a call, with what stands in it. */
export interface Verb {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Verb[];
  /** The words directly in it. */
  readonly text: string;
}

interface OpenVerb {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Verb[];
  text: string;
}

const TOKEN = /<\?[^>]*\?>|<!--.*?-->|<(\/?)([A-Za-z]+)((?:\s+[\w:]+="[^"]*")*)\s*(\/?)>|([^<]+)/gs;
const ATTRIBUTE = /([\w:]+)="([^"]*)"/g;

/** The verbs of a document; null when it is none, and the caller hears that an application error has occurred. */
export function readTwiml(document: string): readonly Verb[] | null {
  const root: OpenVerb = { name: '', attributes: {}, children: [], text: '' };
  const open: OpenVerb[] = [root];
  let read = 0;
  for (const token of document.trim().matchAll(TOKEN)) {
    if (token.index !== read) return null;
    read += token[0].length;
    const [, closes, name, attributes = '', isEmpty, text] = token;
    const current = open.at(-1) ?? root;
    if (text !== undefined) current.text += plain(text);
    else if (closes === '/') {
      if (open.pop()?.name !== name) return null;
    } else if (name !== undefined) {
      const verb = { name, attributes: attributesIn(attributes), children: [], text: '' };
      current.children.push(verb);
      if (isEmpty !== '/') open.push(verb);
    }
  }
  const [response] = root.children;
  const isWhole = open.length === 1 && read === document.trim().length;
  return isWhole && response?.name === 'Response' ? response.children : null;
}

function attributesIn(text: string): Readonly<Record<string, string>> {
  const found = [...text.matchAll(ATTRIBUTE)];
  return Object.fromEntries(found.map(([, name = '', value = '']) => [name, plain(value)]));
}

const entities: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" },
};

/** Predefined entities and character references (XML 1.0 §4.1). */
function plain(text: string): string {
  return text.replaceAll(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(String(hex), 16));
    return entities[String(name)] ?? whole;
  });
}
