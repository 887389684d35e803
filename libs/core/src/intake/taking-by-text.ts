import type { NormalisedMessage } from '../channel/normalised.js';
import { isAcknowledging } from '../emergency/acknowledging-words.js';
import type { StaffId } from '../identity/ids.js';
import { addMilliseconds, HOUR } from '../time/instant.js';
import type { IntakeKnowledge } from './intake-knowledge.js';
import type { Planning, PlanningContext, RegistrationItem } from './planning.js';
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
  const people = messages.flatMap((received) => writerOf(received, knowledge) ?? []);
  if (people.length === 0) return [];
  return transaction.findPages([...new Set(people)], addMilliseconds(now, -ANSWERED_WITHIN_MS));
}

/**
 * Which page one of the town's own people answers by a text of their own phone, which carries no
 * token: the one whose code it names. A number alone proves nothing, because anybody can have a text
 * sent in its name; the code went to the phone itself.
 */
export function answeredByText(
  received: ReceivedMessage,
  { context, memory }: Pick<Planning, 'context' | 'memory'>,
): { readonly staffId: StaffId; readonly number: string; readonly takes: boolean } | null {
  const staffId = writerOf(received, context.knowledge);
  if (staffId === null) return null;
  const { text } = received.message;
  const codes = codesIn(text);
  const page = memory
    .pagesOf(staffId)
    .find((one) => codes.some((code) => context.pageLinks.isCodeOf(one, code)));
  return page === undefined ? null : { staffId, number: page.number, takes: isTaking(text) };
}

/**
 * Only where the channel itself knows who writes. In a mail the sender's address is a claim: it
 * takes the token of the page.
 */
function writerOf({ item, message }: ReceivedMessage, knowledge: IntakeKnowledge): StaffId | null {
  const { sender, automatic, text } = message;
  const isText = item.capabilities.grouping === 'conversation' && item.signedNumber === null;
  if (!isText || automatic || !sender.authentic || codesIn(text).length === 0) return null;
  return knowledge.staffAt(sender);
}

/** People type them in one piece or in two. */
const CODE = /(?<!\d)\d{3}[ -]?\d{3}(?!\d)/g;
/** A code and the number of a request; more in one text is guessing. */
const MOST_CODES = 2;

function codesIn(text: string): readonly string[] {
  const codes = (text.match(CODE) ?? []).map((found) => found.replace(/\D/, ''));
  return codes.length > MOST_CODES ? [] : codes;
}

/** The code alone is an answer as well. */
function isTaking(text: string): boolean {
  return isAcknowledging(text) || !/\p{L}/u.test(text);
}
