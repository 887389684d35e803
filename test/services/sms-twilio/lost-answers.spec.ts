import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { removeCompiledProduct } from '../../support/compiled-product.js';
import { eventually } from '../../support/eventually.js';
import { numberIn } from '../../support/town-client.js';
import { TownWithSandbox } from '../../support/town-with-sandbox.js';

jest.setTimeout(180_000);

const quick = {
  TOWNLINE_POLL_INTERVAL: '300ms',
  TOWNLINE_SEND_TIMEOUT: '1s',
  TOWNLINE_SEND_LEASE: '3s',
  TOWNLINE_SETTLING_TIME: '300ms',
  TOWNLINE_LOOK_AGAIN: '300ms',
  TOWNLINE_SWEEP_INTERVAL: '200ms',
};

let town: TownWithSandbox;

beforeAll(async () => {
  town = await TownWithSandbox.start();
  await town.again(quick);
});
afterAll(async () => {
  await town.remove();
  await removeCompiledProduct();
});

describe('A text whose answer was lost', () => {
  it.each([
    ['is withheld', 'withhold', '+19195550111'],
    ['is a server error after the text was taken', 'error-after', '+19195550112'],
  ])('because it %s ends as sent, and arrives once', async (_what, fault, from) => {
    const number = await requestOf(from, `A light is out (${fault})`);
    await misbehave(fault);
    const text = `A crew comes because the answer ${fault}.`;
    await town.staff('POST', `/requests/${number}/replies`, { text });
    await eventually(async () => expect(await stateOf(number, text)).toBe('sent'));
    expect(await acceptedTexts(text)).toBe(1);
  });

  it('is sent again, once, when the list proves that nothing was taken', async () => {
    const from = '+19195550113';
    const number = await requestOf(from, 'A hydrant leaks');
    await misbehave('error-before');
    const text = 'A crew comes after the error.';
    await town.staff('POST', `/requests/${number}/replies`, { text });
    await eventually(async () => expect(await stateOf(number, text)).toBe('sent'));
    expect(await acceptedTexts(text)).toBe(1);
  });

  it('is told apart from equal words to the same person by their number', async () => {
    const from = '+19195550114';
    const number = await requestOf(from, 'A tree fell');
    const text = 'Thanks!';
    await town.staff('POST', `/requests/${number}/replies`, { text });
    await eventually(async () => expect(await acceptedTexts(text)).toBe(1));
    await misbehave('error-before');
    await town.staff('POST', `/requests/${number}/replies`, { text });
    // The first is no evidence for the second: that one was refused, and goes once more.
    await eventually(async () => expect(await acceptedTexts(text)).toBe(2));
    await eventually(async () => expect(await stateOf(number, text)).toBe('sent'));
    expect(await acceptedTexts(text)).toBe(2);
  });
});

describe('A text whose webhook was lost', () => {
  it('is found in the list, also after a restart, and makes one request', async () => {
    await misbehave('missed');
    await write('+19195550115', 'Pothole on Main, and nobody was told');
    await eventually(async () => expect(await about('nobody was told')).toHaveLength(1));

    await misbehave('missed');
    await write('+19195550116', 'Written while the town sleeps');
    await town.again(quick);
    await eventually(async () => expect(await about('while the town sleeps')).toHaveLength(1));
    expect(await about('nobody was told')).toMatchObject([{ messageCount: 1 }]);
  });
});

async function misbehave(fault: string): Promise<void> {
  await town.sandboxPost('/faults', { fault: `twilio/${fault}`, times: '1' });
}

async function write(from: string, text: string): Promise<void> {
  const form = new FormData();
  form.set('from', from);
  form.set('text', text);
  const answer = await fetch(`${town.sandboxUrl}/twilio`, { method: 'POST', body: form });
  expect(answer.status).toBe(200);
}

/** Its number, once the acknowledgement has arrived on the phone: the way is free for a fault. */
async function requestOf(from: string, text: string): Promise<string> {
  await write(from, text);
  const page = () => town.sandboxPage(`/twilio/conversations/${from.slice(1)}`);
  await eventually(async () => expect(await page()).toMatch(/FM\d\d-\d{6}-\d/));
  return numberIn(await page());
}

async function about(words: string): Promise<readonly object[]> {
  const { requests } = await town.staff('GET', '/requests?status=open');
  const all = requests as readonly { readonly subject: string; readonly messageCount: number }[];
  return all.filter(({ subject }) => subject.includes(words));
}

async function stateOf(number: string, text: string): Promise<string | undefined> {
  const { timeline } = await town.staff('GET', `/requests/${number}`);
  const messages = timeline as readonly {
    readonly text: string;
    readonly delivery: { readonly state: string } | null;
  }[];
  return messages.findLast((message) => message.text === text)?.delivery?.state;
}

/** What the provider says it took, whatever it answered. */
async function acceptedTexts(text: string): Promise<number> {
  const ledger = await readFile(join(town.folder, 'data/sandbox/ledger.jsonl'), 'utf8');
  const lines = ledger.split('\n').filter((line) => line.includes('"kind":"accepted"'));
  return lines.filter((line) => {
    const { raw } = JSON.parse(line) as { readonly raw: string | null };
    const form = new URLSearchParams(Buffer.from(raw ?? '', 'base64').toString());
    return form.get('Body') === text;
  }).length;
}
