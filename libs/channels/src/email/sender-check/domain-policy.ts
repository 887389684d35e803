import type { ResolveName } from './dns-answers.js';

/** What the owner of a domain says about mails in its name (RFC 7489). */
export interface DomainPolicy {
  /** `unknown`: the name servers did not answer. */
  readonly kind: 'refuse' | 'none' | 'unknown';
  readonly strictDkim: boolean;
  readonly strictSpf: boolean;
}

const REFUSING: ReadonlySet<string> = new Set(['quarantine', 'reject']);
/** Any record serves to compare the two domains. */
const relaxed: ResolveName = () => Promise.resolve([['v=DMARC1; p=none']]);

export async function policyOf(domain: string, resolve: ResolveName): Promise<DomainPolicy> {
  const { dmarc } = await import('mailauth/lib/dmarc/index.js');
  const found = await dmarc({ headerFrom: domain, resolver: resolve });
  const record = found === false ? '' : (found.rr ?? '');
  const strict = (tag: string) => new RegExp(`;\\s*${tag}\\s*=\\s*s\\s*(?:;|$)`, 'i').test(record);
  return {
    kind: found === false ? 'none' : kindOf(found),
    strictDkim: strict('adkim'),
    strictSpf: strict('aspf'),
  };
}

/** Whether two domains belong to one organisation, by the public suffix list (RFC 7489 §3.2). */
export async function sameOrganisation(one: string, other: string): Promise<boolean> {
  const { dmarc } = await import('mailauth/lib/dmarc/index.js');
  const compared = await dmarc({
    headerFrom: one,
    dkimDomains: [{ domain: other }],
    resolver: relaxed,
  });
  return compared !== false && compared.status.result === 'pass';
}

interface Found {
  readonly status: { readonly result: string };
  readonly policy: string;
  readonly pct?: number;
}

function kindOf({ status, policy, pct }: Found): DomainPolicy['kind'] {
  if (status.result === 'temperror') return 'unknown';
  // With `pct=0` the owner tries out what a policy would do (RFC 7489 §6.6.4).
  const refuses = status.result !== 'none' && pct !== 0 && REFUSING.has(wordOf(policy));
  return refuses ? 'refuse' : 'none';
}

/** The declared type promises a text where the record may have none. */
function wordOf(policy: unknown): string {
  return typeof policy === 'string' ? policy.trim().toLowerCase() : '';
}
