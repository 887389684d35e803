import type { ChannelAccounts, LiveAccount } from '../account/channel-accounts.js';
import { isOptedOut, type OptOut } from '../consent/opt-out.js';
import type { ChannelAccountId, ContactPointId, ServiceRequestId } from '../identity/ids.js';
import { renderText, supportedLanguage } from '../text/catalogue.js';
import { textLength } from '../text/text-units.js';
import type { Instant } from '../time/instant.js';
import type { Refusal } from './refusal.js';

/** A contact point of the citizen with what is known about it. */
export interface CitizenAddress {
  readonly id: ContactPointId;
  readonly kind: string;
  readonly address: string;
  /** Null for what somebody merely claimed. */
  readonly verifiedAt: Instant | null;
  readonly undeliverable: boolean;
  /** When the newest request came from it. */
  readonly usedAt: Instant | null;
  readonly optOuts: readonly Pick<OptOut, 'scope' | 'channelAccountId' | 'requestId'>[];
}

/** The citizen behind a request, as far as an answer needs them. */
export interface Addressed {
  readonly name: string | null;
  readonly language: string;
  readonly addresses: readonly CitizenAddress[];
}

/** A way that an answer has gone already, and why it led nowhere. */
export interface TriedWay {
  readonly channelAccountId: ChannelAccountId;
  readonly contactPointId: ContactPointId;
  readonly refusal: Refusal | null;
}

/** An answer that looks for a way. */
export interface Homeless {
  readonly requestId: ServiceRequestId;
  readonly requestNumber: string;
  readonly text: string;
  readonly hasFiles: boolean;
  readonly tried: readonly TriedWay[];
}

/** One way to the citizen. */
export interface Rung {
  readonly account: LiveAccount;
  readonly address: CitizenAddress;
  readonly channelRef: string;
}

/**
 * The next way to the citizen: an address they proved to be theirs, the one used last first, by an
 * account that can begin a message there, is read by nobody else and takes these words whole (ADR
 * 0027). Null when there is none.
 */
export function nextRung(
  answer: Homeless,
  to: Addressed,
  accounts: Pick<ChannelAccounts, 'enabled'>,
): Rung | null {
  const subject = subjectOf(answer, to);
  for (const address of to.addresses.filter(isProven).toSorted(byLastUse)) {
    for (const account of accounts.enabled()) {
      if (!isOpen(answer, address, account) || !takesWhole(account, answer)) continue;
      const { kind, address: written } = address;
      const recipient = { kind, address: written, name: to.name };
      const channelRef = account.adapter.addressTo?.(recipient, subject) ?? null;
      if (channelRef !== null) return { account, address, channelRef };
    }
  }
  return null;
}

function subjectOf({ requestNumber: number }: Homeless, { language }: Addressed): string {
  return renderText('answer-subject', supportedLanguage(language) ?? 'en', { number });
}

function isProven({ verifiedAt, undeliverable }: CitizenAddress): boolean {
  return verifiedAt !== null && !undeliverable;
}

function byLastUse(one: CitizenAddress, other: CitizenAddress): number {
  return lastUse(other) - lastUse(one) || (one.id < other.id ? -1 : 1);
}

function lastUse({ verifiedAt, usedAt }: CitizenAddress): number {
  return Math.max(verifiedAt ?? 0, usedAt ?? 0);
}

/** Who said stop there, or is not there, is not looked for by a side door of the same address. */
function isOpen(
  { requestId, tried }: Homeless,
  address: CitizenAddress,
  { id: channelAccountId }: LiveAccount,
): boolean {
  if (isOptedOut(address.optOuts, { requestId, channelAccountId })) return false;
  return tried
    .filter(({ contactPointId }) => contactPointId === address.id)
    .every((way) => way.refusal === 'window-closed' && way.channelAccountId !== channelAccountId);
}

/** An answer to one person goes where only that person reads it, and none is cut. */
function takesWhole({ capabilities }: LiveAccount, { text, hasFiles }: Homeless): boolean {
  const { audience, attachments, textLimit } = capabilities;
  if (audience !== 'private' || (hasFiles && !attachments.outbound)) return false;
  return textLength(text, textLimit.unit) <= textLimit.max;
}
