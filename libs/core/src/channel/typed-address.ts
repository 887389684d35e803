/** An address as a person typed it. */
export interface TypedAddress {
  /** As of contact points, such as `phone`. */
  readonly kind: string;
  readonly address: string;
}

export type AddressReading =
  | { readonly kind: 'written'; readonly address: string }
  /** What is wrong with it and how it is written. */
  | { readonly kind: 'faulty'; readonly message: string };

/** What a channel knows of its addresses. */
export interface AddressReader {
  /**
   * How an address of its kinds is written, so that one that a person types equals the one that
   * messages come from; null for the kinds of other channels. Pure; absent: as it was typed.
   */
  readonly readAddress?: (typed: TypedAddress) => AddressReading | null;
}

/** The address as messages carry it, by the first channel that knows its kind. Pure. */
export function readTypedAddress(
  channels: readonly AddressReader[],
  typed: TypedAddress,
): AddressReading {
  for (const channel of channels) {
    const reading = channel.readAddress?.(typed) ?? null;
    if (reading !== null) return reading;
  }
  return /\s/.test(typed.address)
    ? { kind: 'faulty', message: 'holds blanks; take them out' }
    : { kind: 'written', address: typed.address };
}
