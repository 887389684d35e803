import { sliceArray, sliceObject } from '../json-slices.js';
import { type EventList, eventLists, type WebhookEvent } from './webhook-events.js';

type Field = readonly [name: string, bytes: Buffer | undefined];

/** The bytes of one change by their place. */
interface ChangeSlices {
  readonly fields: ReadonlyMap<string, Buffer>;
  readonly value: ReadonlyMap<string, Buffer>;
  readonly lists: ReadonlyMap<EventList | 'contacts', readonly Buffer[]>;
}

/** A body cut by its events; each level is cut once, however many events it holds. */
export class BodySlices {
  private readonly entries: readonly ReadonlyMap<string, Buffer>[];
  private readonly changes = new Map<string, ChangeSlices>();

  /** @param body UTF-8 text that `JSON.parse` has accepted. */
  constructor(body: Buffer) {
    this.entries = elementsOf(sliceObject(body).get('entry')).map(fieldsOf);
  }

  /** A body of the same form that holds this event alone, made of the bytes that arrived. */
  bodyOf(event: WebhookEvent): Buffer {
    const entry = this.entries[event.entry];
    const change = this.changeOf(event);
    const changed = objectOf([
      ['field', change.fields.get('field')],
      ['value', event.list === null ? change.fields.get('value') : valueOf(change, event)],
    ]);
    const kept = objectOf([
      ['id', entry?.get('id')],
      ['time', entry?.get('time')],
      ['changes', listOf(changed)],
    ]);
    return objectOf([
      ['object', Buffer.from('"whatsapp_business_account"')],
      ['entry', listOf(kept)],
    ]);
  }

  private changeOf({ entry, change }: WebhookEvent): ChangeSlices {
    const place = `${entry}.${change}`;
    const known = this.changes.get(place);
    if (known !== undefined) return known;
    const slices = cutChange(elementsOf(this.entries[entry]?.get('changes'))[change]);
    this.changes.set(place, slices);
    return slices;
  }
}

function cutChange(change: Buffer | undefined): ChangeSlices {
  const fields = fieldsOf(change);
  const value = fieldsOf(fields.get('value'));
  const lists = new Map(
    ([...eventLists, 'contacts'] as const).map((name) => [name, elementsOf(value.get(name))]),
  );
  return { fields, value, lists };
}

function valueOf({ value, lists }: ChangeSlices, event: WebhookEvent): Buffer {
  const { list, index } = event;
  const contact = lists.get('contacts')?.[event.contact];
  const own: Field[] = list === null ? [] : [[list, listOf(lists.get(list)?.[index])]];
  return objectOf([
    ['messaging_product', value.get('messaging_product')],
    ['metadata', value.get('metadata')],
    ['contacts', contact === undefined ? undefined : listOf(contact)],
    ...own,
  ]);
}

const OPEN_OBJECT = 0x7b;
const OPEN_LIST = 0x5b;

function fieldsOf(bytes: Buffer | undefined): ReadonlyMap<string, Buffer> {
  return bytes?.[0] === OPEN_OBJECT ? sliceObject(bytes) : new Map<string, Buffer>();
}

function elementsOf(bytes: Buffer | undefined): readonly Buffer[] {
  return bytes?.[0] === OPEN_LIST ? sliceArray(bytes) : [];
}

function objectOf(fields: readonly Field[]): Buffer {
  const present = fields.flatMap(([name, bytes]) =>
    bytes === undefined ? [] : [Buffer.from(`,${JSON.stringify(name)}:`), bytes],
  );
  const [first, ...others] = present;
  const opened = first === undefined ? [] : [first.subarray(1), ...others];
  return Buffer.concat([Buffer.from('{'), ...opened, Buffer.from('}')]);
}

function listOf(element: Buffer | undefined): Buffer {
  return Buffer.concat([Buffer.from('['), element ?? Buffer.alloc(0), Buffer.from(']')]);
}
