import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';

import { undeliverable } from '../../../apps/sandbox/src/whatsapp/graph/graph-error.js';
import {
  citizenMessage,
  type MessageContent,
} from '../../../apps/sandbox/src/whatsapp/webhook/citizen-message.js';
import {
  metaJson,
  metaSignature,
} from '../../../apps/sandbox/src/whatsapp/webhook/meta-signature.js';
import {
  statusNotice,
  type StatusStep,
} from '../../../apps/sandbox/src/whatsapp/webhook/status-plan.js';
import { webhookBody } from '../../../apps/sandbox/src/whatsapp/webhook/webhook-body.js';
import { testdata } from '../testdata.js';

const vectors = z
  .object({
    cases: z.array(
      z.object({
        name: z.string(),
        appSecret: z.string(),
        body: z.string(),
        header: z.string().nullable(),
        valid: z.boolean().nullable(),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(testdata('vectors/meta-hub-signature-256.json'), 'utf8'))).cases;

const citizen = { number: '+19195550123', name: 'Ana', username: null };
const account = {
  ...{ code: 'whatsapp', title: 'WhatsApp' },
  settings: {
    ...{ phoneNumberId: '1122334455667', businessAccountId: '5467539754836534' },
    ...{ accessToken: '', appSecrets: [''], verifyToken: '' },
  },
};
const at = new Date(Date.UTC(2026, 10, 23, 12));
const bytes = Buffer.from('bytes');

/** Documented since usernames exist, later than the samples (Meta, "Business-scoped user IDs"). */
const younger = ['from_user_id', 'recipient_user_id'];
/** What Meta leaves out or gives by circumstances that the sandbox does not play. */
const optional = ['parent_user_id', 'expiration_timestamp', 'forwarded', 'context'];

describe('The signature that the WhatsApp sandbox makes', () => {
  it.each(vectors.filter(({ valid }) => valid !== null))(
    'is the published one, or differs: $name',
    ({ appSecret, body, header, valid }) => {
      expect(metaSignature(Buffer.from(body), appSecret) === header).toBe(valid);
    },
  );

  it('is over the bytes that Meta would send', () => {
    const escaped = vectors.find(({ name }) => name.startsWith('raw body kept'))?.body ?? '';
    expect(metaJson(JSON.parse(escaped)).toString('latin1')).toBe(escaped);
  });
});

describe('The webhooks of the WhatsApp sandbox', () => {
  it.each<readonly [sample: string, content: MessageContent, quotes: string | null]>([
    ['text', { kind: 'text', text: 'Words' }, null],
    ['reply', { kind: 'text', text: 'Words' }, 'wamid.x'],
    ['image', fileContent('image/jpeg', null, ''), null],
    ['audio', fileContent('audio/ogg', null, ''), null],
    ['document', fileContent('application/pdf', 'plan.pdf', 'The plan'), null],
    ['current_location', { kind: 'place', latitude: 35.9, longitude: -79.1 }, null],
  ])('have the keys and types of a recorded %s', (sample, content, quotes) => {
    const message = citizenMessage(citizen, { content, quotes, at });
    const ours = webhookBody(account, [{ citizen, message }]);
    expect(differences(ours, sampleOf('message.json', sample))).toEqual([]);
  });

  it.each<readonly [sample: string, step: StatusStep, ownData: string | null]>([
    ['sent', { status: 'sent' }, null],
    ['delivered', { status: 'delivered' }, null],
    ['read', { status: 'read' }, null],
    ['failed', { status: 'failed', error: undeliverable }, null],
    ['with_tracker', { status: 'sent' }, 'ours'],
  ])('have the keys and types of a recorded status %s', (sample, step, ownData) => {
    const subject = { wamid: 'wamid.x', citizen, ownData, isTemplate: false };
    const ours = webhookBody(account, [{ citizen, status: statusNotice(subject, step, at) }]);
    expect(differences(ours, sampleOf('message_status.json', sample))).toEqual([]);
  });

  it('would be found out if a key were missing, new or of another type', () => {
    const ours = webhookBody(account, []);
    const changed = { ...ours, object: 5, extra: true };
    expect(differences(changed, sampleOf('message.json', 'text'))).toEqual([
      'object: number instead of string',
      'missing: entry.0.changes.0',
      'new: extra',
    ]);
  });
});

function fileContent(contentType: string, filename: string | null, caption: string) {
  const file = { id: '100200300400500', contentType, filename, bytes };
  return { kind: 'file', file, caption } as const;
}

function sampleOf(file: string, name: string): unknown {
  const all = JSON.parse(readFileSync(testdata(`payloads/whatsapp/${file}`), 'utf8')) as Readonly<
    Record<string, unknown>
  >;
  return all[name];
}

/** Paths at which ours has another key or another type than the sample. */
function differences(ours: unknown, sample: unknown, path: readonly string[] = []): string[] {
  const here = path.join('.');
  if (kindOf(ours) !== kindOf(sample)) {
    return [`${here}: ${kindOf(ours)} instead of ${kindOf(sample)}`];
  }
  if (typeof ours !== 'object' || ours === null) return [];
  const [own, theirs] = [ours, Object(sample)] as Readonly<Record<string, unknown>>[];
  const inBoth = Object.keys(theirs ?? {}).flatMap((key) => {
    const at = [...path, key];
    if (key in ours) return differences(own?.[key], theirs?.[key], at);
    // Audio of a voice message says so; a file that was chosen is none.
    return [...optional, 'voice'].includes(key) ? [] : [`missing: ${at.join('.')}`];
  });
  const added = Object.keys(ours)
    .filter((key) => !(key in (theirs ?? {})) && !younger.includes(key))
    .map((key) => `new: ${[...path, key].join('.')}`);
  return [...inBoth, ...added];
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'list' : typeof value;
}
