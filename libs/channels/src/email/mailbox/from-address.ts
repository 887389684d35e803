import { domainToASCII } from 'node:url';

/**
 * The canonical address of a From field: lower case, the domain in ASCII. A first glance that only
 * decides whose mails stay in order; who wrote is decided by the parser. Null when there is none.
 */
export function canonicalFrom(value: string): string | null {
  const { plain, angled } = partsOf(value);
  const bare = (angled ?? firstOf(plain)).replaceAll(/\s/g, '');
  const at = bare.lastIndexOf('@');
  const domain = at < 1 ? '' : domainToASCII(bare.slice(at + 1).toLowerCase());
  if (domain === '') return null;
  return `${bare.slice(0, at).toLowerCase()}@${domain}`;
}

interface Parts {
  /** Outside of comments and angle brackets. */
  readonly plain: string;
  /** Within the first angle brackets. */
  readonly angled: string | null;
}

/** One pass: quoted strings are kept, comments dropped (RFC 5322 §3.2.2). */
function partsOf(value: string): Parts {
  const plain: string[] = [];
  const angled: string[] = [];
  let [quoted, depth, within] = [false, 0, false];
  for (let at = 0; at < value.length; at += 1) {
    const letter = value.charAt(at);
    const escaped = letter === '\\' && (quoted || depth > 0);
    const piece = escaped ? value.slice(at, at + 2) : letter;
    if (escaped) at += 1;
    else if (letter === '"' && depth === 0) quoted = !quoted;
    if (!quoted && !escaped && letter === '(') depth += 1;
    else if (!quoted && !escaped && letter === ')' && depth > 0) depth -= 1;
    else if (depth === 0 && !quoted && letter === '<') within = true;
    else if (depth === 0 && !quoted && letter === '>' && within) break;
    else if (depth === 0) (within ? angled : plain).push(piece);
  }
  return { plain: plain.join(''), angled: within ? angled.join('') : null };
}

/** The first of several addresses, without the name of a group. */
function firstOf(plain: string): string {
  const [first = ''] = plain.slice(plain.lastIndexOf(':') + 1).split(/[,;]/, 1);
  return first;
}
