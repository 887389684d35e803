/** What one group of a delivery status says about one recipient (RFC 3464 §2.3). */
export interface RecipientStatus {
  readonly recipient: string | null;
  readonly action: string;
  readonly status: string | null;
  readonly diagnostic: string;
}

const MOST_LINES = 2_000;
const MOST_RECIPIENTS = 100;
const LONGEST_VALUE = 4_000;
const FIELD = /^([A-Za-z][A-Za-z-]{1,40}):[ \t]?(.*)$/;
/** An address within other text: both its parts bounded, so that searching stays linear. */
export const ADDRESS = /[^\s<>"'()[\],;:]{1,64}@[\p{L}\p{N}._-]{1,255}/u;

type Fields = Map<string, string>;

interface StatusField {
  readonly name: string;
  readonly value: string;
  readonly afterBlank: boolean;
}

/**
 * The recipients of a `message/delivery-status` text, or of one that lies within other text. Groups
 * are told apart by their fields, not by blank lines: both too many and too few are seen in the wild.
 */
export function recipientStatuses(text: string): readonly RecipientStatus[] {
  const groups: Fields[] = [];
  let group: Fields = new Map();
  for (const { name, value, afterBlank } of fieldsOf(text)) {
    if (beginsGroup(name, group, afterBlank)) {
      groups.push(group);
      group = new Map();
    }
    if (!group.has(name)) group.set(name, value);
  }
  return [...groups, group].filter(tellsOutcome).slice(0, MOST_RECIPIENTS).map(toStatus);
}

/** Whether a text holds the fields of a delivery status, wherever they stand in it. */
export function holdsStatusFields(text: string): boolean {
  return (
    /^action:[ \t]*(?:failed|delayed)/im.test(text) && /^(?:final|original)-recipient:/im.test(text)
  );
}

function fieldsOf(text: string): readonly StatusField[] {
  const fields: { name: string; value: string; afterBlank: boolean }[] = [];
  let afterBlank = false;
  for (const line of text.split(/\r?\n/, MOST_LINES)) {
    const last = fields.at(-1);
    const [, name, value = ''] = FIELD.exec(line.slice(0, LONGEST_VALUE)) ?? [];
    if (/^[ \t]+\S/.test(line) && last !== undefined) {
      if (last.value.length < LONGEST_VALUE) last.value += ` ${line.trim()}`;
    } else if (name !== undefined) {
      fields.push({ name: name.toLowerCase(), value: value.trim(), afterBlank });
    }
    afterBlank = line.trim() === '';
  }
  return fields;
}

/** A recipient's group holds each field once. */
function beginsGroup(name: string, group: Fields, afterBlank: boolean): boolean {
  if (!/^(?:original-recipient|final-recipient|action|status)$/.test(name)) return false;
  return group.has(name) || (afterBlank && group.has('action') && group.has('final-recipient'));
}

function tellsOutcome(group: Fields): boolean {
  return (
    group.has('action') ||
    (group.has('status') && (group.has('final-recipient') || group.has('original-recipient')))
  );
}

function toStatus(group: Fields): RecipientStatus {
  const [original, final] = ['original-recipient', 'final-recipient'].map((name) =>
    addressIn(group.get(name) ?? ''),
  );
  return {
    recipient: original ?? final ?? null,
    action: /^[a-z]+/.exec((group.get('action') ?? 'failed').toLowerCase())?.[0] ?? 'failed',
    status: statusIn(group.get('status') ?? ''),
    diagnostic: group.get('diagnostic-code') ?? '',
  };
}

/** `rfc822;Pat@example.org` becomes `pat@example.org`. */
export function addressIn(value: string): string | null {
  return ADDRESS.exec(value.slice(0, 1_000))?.[0].toLowerCase() ?? null;
}

/** `5.1.1 (bad destination)` becomes `5.1.1`. */
export function statusIn(value: string): string | null {
  return /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(value.slice(0, 1_000))?.[0] ?? null;
}
