import type { ChannelDefinition } from '#core/channel/definition';
import { readTypedAddress, type TypedAddress } from '#core/channel/typed-address';
import { invalidInput } from '#core/error/problem';

import { ProblemException } from '../../http/problem-exception.js';

/** Addresses as messages carry them; every one that can be none is named with its place in the field. */
export function writtenAddresses(
  channels: readonly ChannelDefinition[],
  field: string,
  typed: readonly TypedAddress[],
): readonly TypedAddress[] {
  const read = typed.map(({ kind, address }) => ({
    kind,
    reading: readTypedAddress(channels, { kind, address }),
  }));
  const faults = read.flatMap(({ reading }, position) =>
    reading.kind === 'faulty'
      ? [{ field: `${field}.${String(position)}.address`, message: reading.message }]
      : [],
  );
  if (faults.length > 0) throw new ProblemException(invalidInput(faults));
  return read.flatMap(({ kind, reading }) =>
    reading.kind === 'written' ? [{ kind, address: reading.address }] : [],
  );
}

/** An address that goes may have been kept as it was typed, before its kind was known. */
export function bothWays(
  channels: readonly ChannelDefinition[],
  typed: TypedAddress,
): readonly TypedAddress[] {
  const reading = readTypedAddress(channels, typed);
  if (reading.kind === 'faulty' || reading.address === typed.address) return [typed];
  return [typed, { kind: typed.kind, address: reading.address }];
}
