import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { removeCompiledProduct } from '../../support/compiled-product.js';
import { eventually } from '../../support/eventually.js';
import { TownWithSandbox } from '../../support/town-with-sandbox.js';

jest.setTimeout(120_000);

interface ShownMessage {
  readonly direction: string;
  readonly text: string;
  readonly attachments: readonly { readonly filename: string; readonly state: string }[];
  readonly delivery: { readonly state: string; readonly receipt: string | null } | null;
}

interface Shown {
  readonly number: string;
  readonly subject: string;
  readonly messageCount: number;
}

describe('A town with its sandbox, over WhatsApp', () => {
  let town: TownWithSandbox;

  beforeAll(async () => {
    town = await TownWithSandbox.start();
  });
  afterAll(async () => {
    await town.remove();
    await removeCompiledProduct();
  });

  it('makes a request of a message, says so in the chat, and shows the answer there', async () => {
    const { path, page } = await write('01', 'There is a deep pothole on Main Street.');
    expect(page).toContain('The town has it.');
    const number = await requestOf('There is a deep pothole');
    await eventually(async () => expect(await town.sandboxPage(path)).toContain(number));

    await reply(number, 'A crew comes on Tuesday.');
    await eventually(async () => {
      const chat = await town.sandboxPage(path);
      expect(chat).toContain('A crew comes on Tuesday.');
      expect(chat).toContain('<blockquote');
    });
    await eventually(async () => {
      expect(await town.sandboxPage(path)).toContain('Read</span>');
      const answer = (await timeline(number)).find(({ text }) => text.includes('A crew comes'));
      expect(answer?.delivery).toMatchObject({ receipt: 'read' });
    });

    await town.sandboxPost(path, { text: 'It is the second one.' });
    await eventually(async () =>
      expect(textsFrom('inbound', await timeline(number))).toContain('It is the second one.'),
    );
  });

  it('sends the answer within a template when 24 hours have passed', async () => {
    const { path } = await write('02', 'The swing in the park is broken.');
    const number = await requestOf('The swing in the park');
    await dayAfterAcknowledgement(path, number);
    await reply(number, 'It is mended.');
    await eventually(async () => {
      const chat = await town.sandboxPage(path);
      expect(chat).toContain('An update on your request: It is mended.');
      expect(chat).toContain('Template, ');
    });
  });

  it('says why an answer cannot go out when it is too long for the template', async () => {
    const { path } = await write('03', 'A long story about a fence.');
    const number = await requestOf('A long story');
    await dayAfterAcknowledgement(path, number);
    await reply(number, 'x'.repeat(1_100));
    await eventually(async () => {
      const answer = (await timeline(number)).find(({ text }) => text.includes('xxxx'));
      expect(answer?.delivery).toMatchObject({ state: 'failed' });
    });
    expect(await town.sandboxPage(path)).toContain('refused it, (#131047)');
  });

  it('has one request with messages in their order, whatever order and number they come in', async () => {
    await misbehave('twice');
    const { path } = await write('04', 'First: a tree has fallen.');
    const number = await requestOf('First: a tree');
    await misbehave('reordered');
    await town.sandboxPost(path, { text: 'Second: over the path.' });
    await town.sandboxPost(path, { text: 'Third: near the bench.' });
    await misbehave('together');
    await town.sandboxPost(path, { text: 'Fourth: it is an oak.' });
    await town.sandboxPost(path, { text: 'Fifth: nobody is hurt.' });
    await eventually(async () => {
      const texts = textsFrom('inbound', await timeline(number));
      expect(texts.toSorted()).toEqual([
        'Fifth: nobody is hurt.',
        'First: a tree has fallen.',
        'Fourth: it is an oak.',
        'Second: over the path.',
        'Third: near the bench.',
      ]);
      expect([texts[0], texts.slice(-2)]).toEqual([
        'First: a tree has fallen.',
        ['Fourth: it is an oak.', 'Fifth: nobody is hurt.'],
      ]);
    });
    expect(await requestsAbout('First: a tree')).toHaveLength(1);
  });

  it('has a picture as an attachment', async () => {
    const form = new FormData();
    const png = Buffer.from(PIXEL, 'base64');
    for (const [name, value] of Object.entries({ ...citizen('05'), text: 'See this sign.' })) {
      form.append(name, value);
    }
    form.append('file', new Blob([png], { type: 'image/png' }), 'sign.png');
    await fetch(`${town.sandboxUrl}/whatsapp`, { method: 'POST', body: form });
    const number = await requestOf('See this sign.');
    await eventually(async () => {
      const [message] = await timeline(number);
      expect(message?.attachments).toMatchObject([{ contentType: 'image/png', size: png.length }]);
    });
  });

  it('answers somebody whose number it is not shown', async () => {
    await misbehave('username-only');
    const { path } = await write('06', 'Nobody sees my number.');
    const number = await requestOf('Nobody sees my number.');
    await reply(number, 'We write to you all the same.');
    await eventually(async () =>
      expect(await town.sandboxPage(path)).toContain('We write to you all the same.'),
    );
  });

  it('sends no second time what may have arrived: a person sees to it', async () => {
    const { path } = await write('08', 'The bench is rotten.');
    const number = await requestOf('The bench is rotten.');
    // Else the fault could meet the acknowledgement.
    await eventually(async () => expect(await town.sandboxPage(path)).toContain(number));
    await misbehave('error-after');
    await reply(number, 'A new one comes in May.');
    await eventually(async () => {
      const answer = (await timeline(number)).find(({ text }) => text.includes('in May'));
      expect(answer?.delivery).toMatchObject({ state: 'unknown' });
    });
    const chat = await town.sandboxPage(path);
    expect(chat.match(/A new one comes in May\.<\/p>/g)).toHaveLength(1);
  });

  it('loses no message that was written while it was dying', async () => {
    const { path } = await write('07', 'Before the end.');
    const number = await requestOf('Before the end.');
    await misbehave('reordered');
    await town.sandboxPost(path, { text: 'While it was dying.' });
    await town.running.kill();
    await town.again({});
    await eventually(async () =>
      expect(textsFrom('inbound', await timeline(number))).toContain('While it was dying.'),
    );
    expect(textsFrom('inbound', await timeline(number))).toEqual([
      'Before the end.',
      'While it was dying.',
    ]);
    expect(await town.sandboxPage(path)).not.toContain('On its way');
  });

  function write(last: string, text: string) {
    return town.sandboxPost('/whatsapp', { ...citizen(last), text });
  }

  async function dayAfterAcknowledgement(path: string, number: string): Promise<void> {
    await eventually(async () => expect(await town.sandboxPage(path)).toContain(number));
    await town.sandboxPost(`${path}/day`, {});
  }

  function reply(number: string, text: string) {
    return town.staff('POST', `/requests/${number}/replies`, { text });
  }

  function misbehave(fault: string) {
    return town.sandboxPost('/faults', { fault: `whatsapp/${fault}`, times: '1' });
  }

  /** The number of the only request that begins so. */
  async function requestOf(words: string): Promise<string> {
    await eventually(async () => expect(await requestsAbout(words)).toHaveLength(1));
    return (await requestsAbout(words))[0]?.number ?? '';
  }

  async function requestsAbout(words: string): Promise<readonly Shown[]> {
    const { requests } = await town.staff('GET', '/requests?status=open&limit=200');
    const all = requests as readonly Shown[];
    return all.filter(({ subject }) => subject.startsWith(words));
  }

  async function timeline(number: string): Promise<readonly ShownMessage[]> {
    const request = await town.staff('GET', `/requests/${number}`);
    return request['timeline'] as readonly ShownMessage[];
  }
});

/** One transparent pixel. */
const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

function citizen(last: string) {
  return { number: `+191955501${last}`, name: 'Ana' };
}

function textsFrom(direction: string, timeline: readonly ShownMessage[]): string[] {
  return timeline.filter((item) => item.direction === direction).map(({ text }) => text);
}
