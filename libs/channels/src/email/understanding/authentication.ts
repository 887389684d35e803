import type { ParsedMail } from '../parsed-mail.js';

/** `fail`: a server of ours says that the mail is not from whom it names. `none`: nobody vouches. */
export type SenderAuthentication = 'pass' | 'fail' | 'none';

type Evidence = Pick<ParsedMail, 'headers' | 'from' | 'senderCheck'>;

/**
 * What our own mail servers found out about the sender (RFC 8601), by the names the account trusts;
 * where they say nothing, what we checked ourselves.
 */
export function authenticationOf(mail: Evidence, servers: readonly string[]): SenderAuthentication {
  const fields = newestHop(mail.headers, servers);
  if (fields.length === 0) return mail.senderCheck?.result ?? 'none';
  const results = fields.flatMap((field) => resultsOf(field).slice(1));
  const domains = mail.from.map(({ address }) => domainOf(address));
  const verdicts = results.map((result) => verdictOf(result, domains));
  if (verdicts.includes('fail')) return 'fail';
  return verdicts.includes('pass') ? 'pass' : 'none';
}

/** Whether a server that the account trusts says anything about the sender. */
export function isVouchedFor({ headers }: Evidence, servers: readonly string[]): boolean {
  return newestHop(headers, servers).length > 0;
}

/**
 * Anybody can write such a field further down, so only those of the newest hop count: the topmost
 * that is ours, with its neighbours up to the next `Received`.
 */
function newestHop(headers: ParsedMail['headers'], servers: readonly string[]): string[] {
  const trusted = new Set(servers.map((server) => server.toLowerCase()));
  const fields: string[] = [];
  for (const [name, value] of headers) {
    if (name === 'received' && fields.length > 0) break;
    if (name === 'authentication-results' && trusted.has(serverOf(value))) fields.push(value);
  }
  return fields;
}

function serverOf(field: string): string {
  return resultsOf(field)[0]?.split(/\s/, 1)[0]?.toLowerCase() ?? '';
}

/** Split at semicolons, without comments and quotes: in them a stranger's words may stand. */
function resultsOf(field: string): string[] {
  let [plain, depth, quoted] = ['', 0, false];
  for (let at = 0; at < field.length; at += 1) {
    const character = field.charAt(at);
    if (character === '\\') at += 1;
    else if (character === '"' && depth === 0) quoted = !quoted;
    else if (quoted) plain += character === ';' || /\s/.test(character) ? '_' : character;
    else if (character === '(') depth += 1;
    else if (character === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0) plain += character;
  }
  return plain.split(';').map((part) => part.trim());
}

/** DMARC decides where it was looked at; else an aligned DKIM or SPF result speaks for the sender. */
function verdictOf(result: string, domains: readonly string[]): SenderAuthentication {
  const [method = '', ...properties] = result.toLowerCase().split(/\s+/);
  const about = (name: string) =>
    properties.find((property) => property.startsWith(`${name}=`))?.slice(name.length + 1);
  const aligned = (domain: string | undefined) =>
    domain !== undefined && domains.length > 0 && domains.every((from) => isAligned(from, domain));
  if (/^dmarc(\/\d+)?=fail$/.test(method)) return 'fail';
  if (/^dmarc(\/\d+)?=pass$/.test(method)) {
    const checked = about('header.from');
    // Passed for another domain than the one we read: two readings of one mail (nodemailer
    // CVE-2025-13033), and the sender chose which of them was checked.
    return checked === undefined || aligned(domainOf(checked)) ? 'pass' : 'fail';
  }
  if (/^dkim(\/\d+)?=pass$/.test(method)) {
    return aligned(domainOf(about('header.d') ?? about('header.i') ?? '')) ? 'pass' : 'none';
  }
  if (/^spf(\/\d+)?=pass$/.test(method)) {
    return aligned(domainOf(about('smtp.mailfrom') ?? '')) ? 'pass' : 'none';
  }
  return 'none';
}

/** Relaxed alignment (RFC 7489 §3.1): the domain itself or one that it belongs to. */
function isAligned(from: string, signing: string): boolean {
  return signing.includes('.') && (from === signing || from.endsWith(`.${signing}`));
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}
