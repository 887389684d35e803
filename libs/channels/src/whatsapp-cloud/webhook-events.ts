import { fieldAt, listAt, textAt } from './json-fields.js';
import { statedPerson } from './stated-person.js';

/** The lists of a change, of which each element is an event of its own. */
export const eventLists = ['messages', 'statuses', 'errors'] as const;
export type EventList = (typeof eventLists)[number];

/** One event of a webhook body, with what stands around it. */
export interface WebhookEvent {
  /** Null where the event is a whole change, such as news about a template. */
  readonly list: EventList | null;
  readonly entry: number;
  readonly change: number;
  readonly index: number;
  /** Of the change: `messages` for everything that citizens do. */
  readonly field: string | null;
  /** Of the change: the number that was written to, and who wrote. */
  readonly value: unknown;
  /** Where the profile of its person lies among the `contacts` of the change; -1 where there is none. */
  readonly contact: number;
  /** The element of the list; of a whole change its value. */
  readonly event: unknown;
}

/**
 * Everything that a body brings, in order: all entries, all changes, all elements. A change that
 * carries no list of ours is one event.
 */
export function eventsOf(body: unknown): readonly WebhookEvent[] {
  return listAt(body, 'entry').flatMap((entry, entryIndex) =>
    listAt(entry, 'changes').flatMap((change, changeIndex) =>
      eventsOfChange(change, entryIndex, changeIndex),
    ),
  );
}

function eventsOfChange(change: unknown, entryIndex: number, changeIndex: number): WebhookEvent[] {
  const value = fieldAt(change, 'value');
  const field = textAt(change, 'field');
  const place = { entry: entryIndex, change: changeIndex, field, value };
  const contacts = new Contacts(listAt(value, 'contacts'));
  const listed: WebhookEvent[] = eventLists.flatMap((list) =>
    listAt(value, list).map((event, index) => {
      const contact = contacts.indexOf(event);
      return { ...place, list, index, contact, event };
    }),
  );
  return listed.length > 0
    ? listed
    : [{ ...place, list: null, index: 0, contact: -1, event: value }];
}

/** A batch carries the profiles of several people, in any order: each is looked up, not looked for. */
class Contacts {
  private readonly byUserId = new Map<unknown, number>();
  private readonly byPhone = new Map<unknown, number>();

  constructor(private readonly contacts: readonly unknown[]) {
    for (const [index, contact] of contacts.entries()) {
      this.byUserId.set(fieldAt(contact, 'user_id'), index);
      this.byPhone.set(fieldAt(contact, 'wa_id'), index);
    }
  }

  /** Of an event that names nobody it is the only one there is. */
  indexOf(event: unknown): number {
    const { userId, phone } = statedPerson(event);
    if (userId === null && phone === null) return this.contacts.length === 1 ? 0 : -1;
    const byUserId = userId === null ? undefined : this.byUserId.get(userId);
    const byPhone = phone === null ? undefined : this.byPhone.get(phone);
    return byUserId ?? byPhone ?? -1;
  }
}
