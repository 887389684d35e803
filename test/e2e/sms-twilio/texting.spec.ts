import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { removeCompiledProduct } from '../../support/compiled-product.js';
import { eventually } from '../../support/eventually.js';
import { numberIn } from '../../support/town-client.js';
import { TownWithSandbox } from '../../support/town-with-sandbox.js';

jest.setTimeout(180_000);

const ana = '+19195550121';
const ben = '+19195550122';

let town: TownWithSandbox;

beforeAll(async () => {
  town = await TownWithSandbox.start();
});
afterAll(async () => {
  await town.remove();
  await removeCompiledProduct();
});

describe('Texting with a town, as npm start runs it', () => {
  it('brings a text into the stream, and the answer back to the phone', async () => {
    await write(ana, 'Pothole on Main');
    await eventually(async () => expect(await phoneOf(ana)).toMatch(/FM\d\d-\d{6}-\d/));
    const number = numberIn(await phoneOf(ana));
    expect(await town.staff('GET', '/requests?status=open')).toMatchObject({
      requests: [expect.objectContaining({ number, subject: 'Pothole on Main' })],
    });
    expect(await phoneOf(ana)).toContain('STOP');
    await town.staff('POST', `/requests/${number}/replies`, { text: 'A crew comes on Tuesday.' });
    await eventually(async () => {
      expect(await phoneOf(ana)).toContain('A crew comes on Tuesday.');
      expect(await receiptOf(number)).toBe('delivered');
    });
  });

  it('joins what is written next, with its picture', async () => {
    const picture = new Blob([Buffer.from('89504e470d0a1a0a', 'hex')], { type: 'image/png' });
    const number = numberIn(await phoneOf(ana));
    await write(ana, 'This one', picture);
    await eventually(async () => {
      const { timeline } = await town.staff('GET', `/requests/${number}`);
      const shown = (timeline as readonly object[]).at(-1);
      expect(shown).toMatchObject({
        ...{ direction: 'inbound', text: 'This one' },
        attachments: [expect.objectContaining({ contentType: 'image/png', state: 'stored' })],
      });
    });
  });

  it('sends nothing after STOP, and says why', async () => {
    await write(ben, 'A light is out');
    await eventually(async () => expect(await phoneOf(ben)).toMatch(/FM\d\d-\d{6}-\d/));
    const number = numberIn(await phoneOf(ben));
    await write(ben, 'STOP');
    await eventually(async () => {
      const refused = await town.staff('POST', `/requests/${number}/replies`, { text: 'Hello?' });
      expect(JSON.stringify(refused)).toMatch(/opted out|STOP/i);
    });
    expect(await phoneOf(ben)).not.toContain('Hello?');
  });
});

async function write(from: string, text: string, picture?: Blob): Promise<void> {
  const form = new FormData();
  form.set('from', from);
  form.set('text', text);
  if (picture !== undefined) form.set('picture', picture, 'picture.png');
  await fetch(`${town.sandboxUrl}/twilio`, { method: 'POST', body: form });
}

function phoneOf(number: string): Promise<string> {
  return town.sandboxPage(`/twilio/conversations/${number.slice(1)}`);
}

async function receiptOf(number: string): Promise<string | null | undefined> {
  const { timeline } = await town.staff('GET', `/requests/${number}`);
  const messages = timeline as readonly { readonly delivery: { receipt: string | null } | null }[];
  return messages.at(-1)?.delivery?.receipt;
}
