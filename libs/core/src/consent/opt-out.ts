import type { ChannelAccountId, ContactPointId, ServiceRequestId } from '../identity/ids.js';
import type { Instant } from '../time/instant.js';

/** How much a citizen does not want: texts about one request, from one account, or all to this address. */
export const consentScopes = ['request', 'channel', 'everything'] as const;
export type ConsentScope = (typeof consentScopes)[number];

/** Who said so: the citizen's words, the provider that refuses to send, or staff who were told. */
export const consentSources = ['citizen', 'provider', 'staff'] as const;
export type ConsentSource = (typeof consentSources)[number];

/** One address that must not be written to, within a scope. */
export interface OptOut {
  readonly contactPointId: ContactPointId;
  readonly scope: ConsentScope;
  /** The account of a `channel` opt-out; null otherwise. */
  readonly channelAccountId: ChannelAccountId | null;
  /** The request of a `request` opt-out; null otherwise. */
  readonly requestId: ServiceRequestId | null;
  readonly source: ConsentSource;
  readonly optedOutAt: Instant;
}

/** Whether these opt-outs of one address forbid a message of this account about this request. Pure. */
export function isOptedOut(
  optOuts: readonly Pick<OptOut, 'scope' | 'channelAccountId' | 'requestId'>[],
  message: {
    readonly requestId: ServiceRequestId | null;
    readonly channelAccountId: ChannelAccountId;
  },
): boolean {
  return optOuts.some(({ scope, channelAccountId, requestId }) => {
    switch (scope) {
      case 'request':
        return requestId !== null && requestId === message.requestId;
      case 'channel':
        return channelAccountId === message.channelAccountId;
      case 'everything':
        return true;
    }
  });
}

/** Within one address an opt-out is known by what it is about: a second one of the same scope is the same. */
export function scopeKeyOf({
  scope,
  channelAccountId,
  requestId,
}: Pick<OptOut, 'scope' | 'channelAccountId' | 'requestId'>): string {
  switch (scope) {
    case 'request':
      return `request:${requestId ?? ''}`;
    case 'channel':
      return `channel:${channelAccountId ?? ''}`;
    case 'everything':
      return 'everything';
  }
}
