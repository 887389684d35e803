import type { NormalisedMessage } from '../channel/normalised.js';
import { isAcknowledging } from '../emergency/acknowledging-words.js';
import type { StaffId } from '../identity/ids.js';
import { addMilliseconds, HOUR } from '../time/instant.js';
import type { BatchMemory } from './batch-memory.js';
import type { IntakeKnowledge } from './intake-knowledge.js';
import type { PlanningContext, RegistrationItem } from './planning.js';
import type { PagedRequest, RegistrationTransaction } from './registration-store.js';

interface ReceivedMessage {
  readonly item: RegistrationItem;
  readonly message: NormalisedMessage;
}

/** Older pages are answered in the office's own tools. */
const ANSWERED_WITHIN_MS = 12 * HOUR;

/** The pages that messages of a batch may answer by text. Most batches hold none: nothing is read. */
export async function findAnsweredPages(
  transaction: RegistrationTransaction,
  messages: readonly ReceivedMessage[],
  { knowledge, now }: Pick<PlanningContext, 'knowledge' | 'now'>,
): Promise<readonly PagedRequest[]> {
  const people = messages.flatMap((received) => takerOf(received, knowledge) ?? []);
  if (people.length === 0) return [];
  return transaction.findPages([...new Set(people)], addMilliseconds(now, -ANSWERED_WITHIN_MS));
}

/**
 * Which emergency one of the town's own people takes by a text of their own phone, which carries no
 * token: the one whose request they name, else the one they were told of last.
 */
export function takenByText(
  received: ReceivedMessage,
  knowledge: IntakeKnowledge,
  memory: BatchMemory,
  named: readonly string[],
): { readonly staffId: StaffId; readonly number: string } | null {
  const staffId = takerOf(received, knowledge);
  if (staffId === null) return null;
  const numbers = memory.pagedNumbers(staffId);
  const number = named.length === 0 ? numbers[0] : named.find((one) => numbers.includes(one));
  return number === undefined ? null : { staffId, number };
}

/**
 * Only where the channel itself knows who writes. In a mail the sender's address is a claim: it
 * takes the token of the page.
 */
function takerOf({ item, message }: ReceivedMessage, knowledge: IntakeKnowledge): StaffId | null {
  const { sender, automatic, text } = message;
  const isText = item.capabilities.grouping === 'conversation' && item.signedNumber === null;
  if (!isText || automatic || !sender.authentic || !isAcknowledging(text)) return null;
  return knowledge.staffAt(sender);
}
