import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';

import { eventually } from '../../support/eventually.js';
import { anaPath, RunningWhatsApp } from '../../support/whatsapp-cloud/running-whatsapp.js';
import { barriers, sidewaysScroll } from '../barriers.js';
import { openChromium } from '../chromium.js';

jest.setTimeout(60_000);

const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe('The WhatsApp of the sandbox, in a browser', () => {
  let sandbox: RunningWhatsApp;
  let browser: Browser;

  beforeAll(async () => {
    sandbox = await RunningWhatsApp.open();
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser.close();
    await sandbox.remove();
  });

  const open = async (path: string, width = 1280, javaScriptEnabled = false): Promise<Page> => {
    const viewport = { width, height: 900 };
    const context = await browser.newContext({ viewport, javaScriptEnabled });
    const page = await context.newPage();
    await page.goto(`${sandbox.url}${path}`);
    return page;
  };

  it('lets a citizen send a picture, read the answer, and answer that, without scripts', async () => {
    const page = await open('/');
    await page.click('main a[href="/whatsapp"]');
    await page.fill('[name=text]', 'The light at the library is dark.');
    const buffer = pixel;
    await page.setInputFiles('[name=file]', { name: 'x.png', mimeType: 'image/png', buffer });
    await page.click('main .panel button');
    expect(await page.locator('h1').innerText()).toBe('Chat of Ana');
    expect(await page.locator('.chat').innerText()).toContain('The town has it.');
    const shown = 'document.querySelector(".chat img").naturalWidth';
    expect(await (await open(anaPath, 360, true)).evaluate(shown)).toBe(1);

    const [asked] = sandbox.town.messages();
    const context = { message_id: asked?.id };
    await sandbox.send({ type: 'text', text: { body: 'A crew comes on Tuesday.' }, context });
    await page.click('text=Look for new messages');
    expect(await page.locator('.chat blockquote').innerText()).toContain('You: The light');
    await page.selectOption('#quotes', { label: 'A crew comes on Tuesday.' });
    await page.fill('[name=text]', 'Thank you.');
    await page.click('main .panel button');
    expect(await page.locator('.chat li').count()).toBe(3);
    await page.click('text=24 hours pass');
    expect(await page.locator('.window').innerText()).toContain('nothing but an approved template');
  });

  it.each([360, 1280])(
    'has no barrier that axe knows, at %i px, nor scrolls sideways',
    async (width) => {
      await sandbox.write(`Word${'x'.repeat(300)}`);
      await sandbox.sendText(`Answer${'y'.repeat(300)}`);
      await eventually(async () => expect(await sandbox.page(anaPath)).toContain('Delivered'));
      for (const path of ['/', '/whatsapp', anaPath, '/faults']) {
        const page = await open(path, width, true);
        expect([path, await barriers(page)]).toEqual([path, []]);
        expect([path, await sidewaysScroll(page)]).toEqual([path, 0]);
      }
      const faulty = await open('/whatsapp', width, true);
      await faulty.click('main button');
      expect(await faulty.title()).toMatch(/^Error: /);
      expect(await barriers(faulty)).toEqual([]);
    },
  );
});
