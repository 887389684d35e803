import type { NormalisedMessage } from '../channel/normalised.js';
import { type BlockCount, blockOf, windowStart } from './block-cap.js';
import type { PlanningContext, RegistrationItem } from './planning.js';
import type { RegistrationTransaction } from './registration-store.js';

/** What the blocks of a batch were told lately; nothing is read where addresses have no blocks. */
export async function findBlocks(
  transaction: RegistrationTransaction,
  messages: readonly { readonly item: RegistrationItem; readonly message: NormalisedMessage }[],
  { acknowledgementCap, now }: Pick<PlanningContext, 'acknowledgementCap' | 'now'>,
): Promise<readonly BlockCount[]> {
  const blocks = new Set(
    messages.flatMap(({ item, message }) => blockOf(message.sender, item.capabilities) ?? []),
  );
  if (blocks.size === 0) return [];
  return transaction.findBlocks([...blocks], windowStart(now, acknowledgementCap.block));
}
