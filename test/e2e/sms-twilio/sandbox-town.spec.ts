import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { removeCompiledProduct } from '../../support/compiled-product.js';
import { eventually } from '../../support/eventually.js';
import { TownWithSandbox } from '../../support/town-with-sandbox.js';

jest.setTimeout(180_000);

const NUMBER = /FM\d\d-\d{6}-\d/;

describe('npm start, with a phone', () => {
  let town: TownWithSandbox;

  beforeAll(async () => {
    town = await TownWithSandbox.start();
  });
  afterAll(async () => {
    await town.remove();
    await removeCompiledProduct();
  });

  it('makes a request of a text, acknowledges it, answers by text, and is refused after a STOP', async () => {
    const { path, page } = await text('Pothole on Main');
    expect(page).toContain('The town has it.');
    await eventually(async () => expect(await town.sandboxPage(path)).toMatch(NUMBER));
    const acknowledged = await town.sandboxPage(path);
    const [number = ''] = NUMBER.exec(acknowledged) ?? [];
    expect(acknowledged).toContain('STOP');
    expect(await town.staff('GET', '/requests?status=open')).toMatchObject({
      requests: [{ number, messageCount: 1 }],
    });

    await town.staff('POST', `/requests/${number}/replies`, { text: 'A crew comes on Tuesday.' });
    await eventually(async () => {
      const shown = await town.sandboxPage(path);
      expect(shown).toContain('A crew comes on Tuesday.');
      expect(shown.match(/Delivered, /g)).toHaveLength(2);
    });
    await eventually(async () => {
      const { timeline } = await town.staff('GET', `/requests/${number}`);
      expect(timeline).toContainEqual(
        expect.objectContaining({
          text: 'A crew comes on Tuesday.',
          delivery: expect.objectContaining({ receipt: 'delivered' }),
        }),
      );
    });

    await text('STOP');
    await eventually(async () => {
      const refused = await town.staff('POST', `/requests/${number}/replies`, { text: 'Anybody?' });
      expect(refused).toMatchObject({ status: 409, code: 'opted-out' });
    });
    expect(await town.sandboxPage(path)).not.toContain('Anybody?');
  });

  it('says when an answer to a phone that was off leaves again', async () => {
    const { path } = await text('The swing is broken', '+19195550102');
    await eventually(async () => expect(await town.sandboxPage(path)).toMatch(/Delivered, /));
    const [number = ''] = NUMBER.exec(await town.sandboxPage(path)) ?? [];
    await town.sandboxPost('/faults', { fault: 'twilio/carrier-30003', times: '1' });
    await town.staff('POST', `/requests/${number}/replies`, { text: 'Which park?' });
    await eventually(async () => {
      const { timeline } = await town.staff('GET', `/requests/${number}`);
      expect(timeline).toContainEqual(
        expect.objectContaining({
          text: 'Which park?',
          delivery: expect.objectContaining({
            ...{ state: 'sent', receipt: 'failed', refusal: 'out-of-reach' },
            story: expect.stringMatching(/off or out of reach\. Tried there again, \d\d:\d\d\./),
          }),
        }),
      );
    });
    expect(await town.staff('GET', '/requests?status=undelivered')).toMatchObject({ requests: [] });
  });

  async function text(words: string, from = '+19195550101') {
    return town.sandboxPost('/twilio', { from, text: words });
  }
});
