import type { ContactId, ServiceRequestId } from '../identity/ids.js';
import type { CurrentRequest, ReferencedRequest } from './registration-store.js';

/** What a message brings that may point at earlier requests. */
export interface Pointers {
  readonly signedRequestId: ServiceRequestId | null;
  readonly signedNumber: string | null;
  readonly repliesTo: readonly string[];
  readonly numbers: readonly string[];
}

export interface PointedRequest extends CurrentRequest {
  /** Ids of its messages. */
  readonly externalIds: ReadonlySet<string>;
  /** Contacts who wrote on it. */
  readonly participants: ReadonlySet<ContactId>;
}

interface Reference {
  readonly request: CurrentRequest;
  readonly requesterContactId: ContactId | null;
  readonly externalIds: Set<string>;
  readonly participants: Set<ContactId>;
}

/**
 * Where messages may point: the requests that the database knows under their evidence, then what
 * the batch itself adds, so that an answer finds a message of the same batch.
 */
export class BatchReferences {
  private readonly byId = new Map<ServiceRequestId, Reference>();
  private readonly byNumber = new Map<string, Reference>();
  private readonly byExternalId = new Map<string, Set<Reference>>();

  constructor(referenced: readonly ReferencedRequest[]) {
    for (const request of referenced) {
      const reference = this.remember(request, request.requesterContactId);
      for (const contactId of request.participants) reference.participants.add(contactId);
      for (const externalId of request.externalIds) this.indexMessage(reference, externalId);
    }
  }

  /** A message of this batch now stands on that request. */
  addMessage(request: CurrentRequest, contactId: ContactId, externalId: string | null): void {
    const reference = this.byId.get(request.id) ?? this.remember(request, null);
    reference.participants.add(contactId);
    if (externalId !== null) this.indexMessage(reference, externalId);
  }

  requesterOf(id: ServiceRequestId | null): ContactId | null {
    return id === null ? null : (this.byId.get(id)?.requesterContactId ?? null);
  }

  /** In the order of the evidence: signed, answered, named. */
  pointedAt(pointers: Pointers): PointedRequest[] {
    const found = new Set<Reference | undefined>();
    if (pointers.signedRequestId !== null) found.add(this.byId.get(pointers.signedRequestId));
    if (pointers.signedNumber !== null) found.add(this.byNumber.get(pointers.signedNumber));
    for (const externalId of pointers.repliesTo) {
      for (const reference of this.answered(externalId)) found.add(reference);
    }
    for (const number of pointers.numbers) found.add(this.byNumber.get(number));
    return [...found].flatMap((reference) => {
      if (reference === undefined) return [];
      const { request, externalIds, participants } = reference;
      return [{ ...request, externalIds, participants }];
    });
  }

  /** A forged id may stand on several requests; the oldest comes first, however they were loaded. */
  private answered(externalId: string): Reference[] {
    const known = [...(this.byExternalId.get(externalId) ?? [])];
    return known.sort((one, other) => (one.request.id < other.request.id ? -1 : 1));
  }

  private remember(request: CurrentRequest, requesterContactId: ContactId | null): Reference {
    const participants = new Set<ContactId>();
    const reference = { request, requesterContactId, externalIds: new Set<string>(), participants };
    this.byId.set(request.id, reference);
    if (request.number !== '') this.byNumber.set(request.number, reference);
    return reference;
  }

  private indexMessage(reference: Reference, externalId: string): void {
    reference.externalIds.add(externalId);
    const known = this.byExternalId.get(externalId);
    if (known === undefined) this.byExternalId.set(externalId, new Set([reference]));
    else known.add(reference);
  }
}
