import type { AddressKey } from '../identity/binary-key.js';
import type { ContactId } from '../identity/ids.js';
import type { NewConsentEntry } from './consent-entry.js';
import type { OptOut } from './opt-out.js';

/** Everything that was ever said about messages to one address. */
export interface ConsentRecord {
  readonly kind: string;
  readonly address: string;
  readonly optOuts: readonly OptOut[];
  /** In the order they were recorded. */
  readonly entries: readonly RecordedConsent[];
}

export interface RecordedConsent extends NewConsentEntry {
  /** Whose address it was then. */
  readonly contactId: ContactId;
  readonly staffName: string | null;
}

/** Reading for people; changes are made where their words come in. */
export interface ConsentStore {
  /** Of the address that a request's citizen wrote from; null when there is no such request. */
  ofRequest(number: string): Promise<ConsentRecord | null>;
  /** Of an address that somebody wrote from; null when nobody did. */
  ofAddress(key: AddressKey): Promise<ConsentRecord | null>;
}
