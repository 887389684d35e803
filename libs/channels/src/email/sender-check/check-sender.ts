import type { ParsedMail, SenderCheck } from '../parsed-mail.js';
import type { MailParser } from '../parsing/mail-parser.js';
import { canonicalAddress } from '../understanding/canonical-address.js';
import { clientAddressOf } from './client-address.js';
import type { DnsAnswers, ResolveName } from './dns-answers.js';
import { isNotThere } from './dns-answers.js';
import { type DomainPolicy, policyOf, sameOrganisation } from './domain-policy.js';
import { readSignatureField, type SignatureField } from './signature-field.js';

export interface CheckParts {
  readonly dns: DnsAnswers;
  readonly parser: Pick<MailParser, 'signingDomains'>;
  /** Names under which our own mail servers take mail in. */
  readonly ourServers: readonly string[];
}

export interface MailToCheck {
  readonly mail: ParsedMail;
  readonly raw: Buffer;
  /** When it came, epoch milliseconds. */
  readonly at: number;
}

/** All questions about one mail together; it goes its way without an answer then. */
const DNS_MS = 2_000;
const MOST_SIGNATURES = 5;
/** Comparing domains costs too. */
const MOST_COMPARED = 50;

/**
 * Whether a mail is from the domain that it names, where no server of ours says so: by its signatures
 * (RFC 6376), the address it came from (RFC 7208) and what the domain's owner wants (RFC 7489).
 * Only names of the sender's own organisation are asked for, so that nobody else can delay the answer.
 */
export async function checkSender(
  { mail, raw, at }: MailToCheck,
  parts: CheckParts,
  signal: AbortSignal,
): Promise<SenderCheck> {
  const domain = onlyDomain(mail);
  if (domain === null) return { result: 'none', method: 'none', detail: 'no-single-sender' };
  const { resolve, end } = parts.dns.within(DNS_MS);
  try {
    const asked = { domain, resolve, policy: await policyOf(domain, resolve) };
    const signed = await signedBy(asked, { mail, raw, at }, parts, signal);
    if (signed === 'pass') return { result: 'pass', method: 'dkim', detail: domain };
    const sent = signed === 'unknown' ? 'none' : await sentFrom(asked, mail, parts.ourServers);
    if (sent === 'pass') return { result: 'pass', method: 'spf', detail: domain };
    return verdictOf(asked, [asked.policy.kind, signed, sent].includes('unknown'));
  } finally {
    end();
  }
}

interface Asked {
  readonly domain: string;
  readonly resolve: ResolveName;
  readonly policy: DomainPolicy;
}

type Evidence = 'pass' | 'none' | 'unknown';

function verdictOf({ domain, policy }: Asked, unanswered: boolean): SenderCheck {
  if (unanswered) return { result: 'none', method: 'none', detail: 'temperror' };
  return policy.kind === 'refuse'
    ? { result: 'fail', method: 'dmarc', detail: domain }
    : { result: 'none', method: 'none', detail: 'no-policy' };
}

function onlyDomain({ from, headers }: ParsedMail): string | null {
  const fields = headers.filter(([name]) => name === 'from').length;
  const address = fields === 1 && from.length === 1 ? canonicalAddress(from[0]?.address ?? '') : '';
  const domain = address?.slice(address.lastIndexOf('@') + 1) ?? '';
  return domain.includes('.') ? domain : null;
}

async function signedBy(
  asked: Asked,
  { mail, raw, at }: MailToCheck,
  { parser }: CheckParts,
  signal: AbortSignal,
): Promise<Evidence> {
  const candidates = await alignedSignatures(asked, mail);
  if (candidates.length === 0) return 'none';
  const found = await Promise.all(candidates.map(({ keyName }) => keyOf(keyName, asked.resolve)));
  const keys = new Map<string, string>();
  for (const [index, { keyName }] of candidates.entries()) {
    const key = found[index];
    if (typeof key === 'string') keys.set(keyName, key);
  }
  const fitting = keys.size === 0 ? [] : await parser.signingDomains({ raw, keys, at }, signal);
  const aligned = candidates.some((candidate) => fitting.includes(candidate.domain));
  if (aligned) return 'pass';
  return found.includes(undefined) ? 'unknown' : 'none';
}

/** Signatures of strangers vouch for nothing, and their number is theirs to choose. */
async function alignedSignatures(
  { domain, policy }: Asked,
  { headers }: ParsedMail,
): Promise<SignatureField[]> {
  const fields = headers.filter(([name]) => name === 'dkim-signature').slice(0, MOST_COMPARED);
  const aligned = new Map<string, SignatureField>();
  for (const [, value] of fields) {
    const field = readSignatureField(value);
    if (field === null || aligned.size === MOST_SIGNATURES) continue;
    if (await isAligned(domain, field.domain, policy.strictDkim)) aligned.set(field.keyName, field);
  }
  return [...aligned.values()];
}

async function isAligned(from: string, other: string, strict: boolean): Promise<boolean> {
  return from === other || (!strict && (await sameOrganisation(from, other)));
}

/** Null for a key that is not there, undefined when nobody could say. */
async function keyOf(name: string, resolve: ResolveName): Promise<string | null | undefined> {
  try {
    const [record] = await resolve(name, 'TXT');
    return record === undefined ? null : [record].flat().join('');
  } catch (error) {
    return isNotThere(error) ? null : undefined;
  }
}

async function sentFrom(
  { domain, resolve, policy }: Asked,
  mail: ParsedMail,
  ourServers: readonly string[],
): Promise<Evidence> {
  const ip = clientAddressOf(mail.headers, ourServers);
  const returnPath = mail.headers.find(([name]) => name === 'return-path')?.[1] ?? '';
  const sender = canonicalAddress(/<?([^<>\s]+)>?/.exec(returnPath)?.[1] ?? '');
  if (ip === null || sender === null) return 'none';
  const sending = sender.slice(sender.lastIndexOf('@') + 1);
  if (!(await isAligned(domain, sending, policy.strictSpf))) return 'none';
  const { spf } = await import('mailauth/lib/spf/index.js');
  const { status } = await spf({ sender, ip, helo: sending, resolver: resolve });
  if (status.result === 'pass') return 'pass';
  return status.result === 'temperror' || status.result === 'temperr' ? 'unknown' : 'none';
}
