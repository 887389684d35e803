import { parseJson } from '#core/text/parse-json';
import { wellFormedText } from '#core/text/well-formed';

import { fieldAt, listAt, textAt } from './json-fields.js';

const MAX_LISTED = 50;

/** The place in words first, as far as it has any; then its coordinates. Null without either. */
export function wordsOfLocation(location: unknown): string | null {
  const names = ['name', 'address'].flatMap((name) => textAt(location, name) ?? []);
  const [latitude, longitude] = ['latitude', 'longitude'].map((name) => fieldAt(location, name));
  const isPlace = typeof latitude === 'number' && typeof longitude === 'number';
  const lines = [...names, ...(isPlace ? [`${latitude}, ${longitude}`] : [])];
  return lines.length === 0 ? null : said(['[Location]', ...lines]);
}

/** Address cards: names and numbers, a line each. */
export function wordsOfContacts(contacts: unknown): string | null {
  const lines = listAt({ contacts }, 'contacts').slice(0, MAX_LISTED).flatMap(lineOfContact);
  return lines.length === 0 ? null : said(['[Contacts]', ...lines]);
}

function lineOfContact(contact: unknown): readonly string[] {
  const name = textAt(contact, 'name', 'formatted_name') ?? textAt(contact, 'name', 'first_name');
  const phones = listAt(contact, 'phones').flatMap((phone) => textAt(phone, 'phone') ?? []);
  const emails = listAt(contact, 'emails').flatMap((email) => textAt(email, 'email') ?? []);
  const parts = [...(name === null ? [] : [name]), ...phones, ...emails];
  return parts.length === 0 ? [] : [parts.slice(0, MAX_LISTED).join(', ')];
}

/** What was chosen from a list or by a button, or filled into a form. */
export function wordsOfInteractive(interactive: unknown): string | null {
  switch (textAt(interactive, 'type')) {
    case 'button_reply':
      return textAt(interactive, 'button_reply', 'title');
    case 'list_reply': {
      const title = textAt(interactive, 'list_reply', 'title');
      const description = textAt(interactive, 'list_reply', 'description');
      return title === null || description === null ? title : `${title}\n${description}`;
    }
    case 'nfm_reply':
      return wordsOfForm(fieldAt(interactive, 'nfm_reply'));
    case null:
    default:
      return null;
  }
}

function wordsOfForm(form: unknown): string | null {
  const json = parseJson(Buffer.from(textAt(form, 'response_json') ?? ''));
  const fields = json.kind === 'json' ? json.value : null;
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) {
    return textAt(form, 'body');
  }
  const lines = Object.entries(fields)
    .filter(([name]) => name !== 'flow_token')
    .slice(0, MAX_LISTED)
    .map(
      ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
    );
  return said(['[Form]', ...lines]);
}

export function wordsOfOrder(order: unknown): string | null {
  const items = listAt(order, 'product_items').slice(0, MAX_LISTED);
  const lines = items.flatMap((item) => {
    const product = textAt(item, 'product_retailer_id');
    const quantity = fieldAt(item, 'quantity');
    const count = typeof quantity === 'number' || typeof quantity === 'string' ? quantity : 1;
    return product === null ? [] : [`${count} × ${product}`];
  });
  const words = textAt(order, 'text');
  const all = [...(words === null ? [] : [words]), ...lines];
  return all.length === 0 ? null : said(['[Order]', ...all]);
}

function said(lines: readonly string[]): string {
  return wellFormedText(lines.join('\n'));
}
