import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';

import { citizenNumber, RunningPhone, townNumber } from '../../support/sms-twilio/running-phone.js';
import { barriers, sidewaysScroll } from '../barriers.js';
import { openChromium } from '../chromium.js';

jest.setTimeout(60_000);

/** A picture of one pixel. */
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe('The phone of the sandbox, in a browser', () => {
  let phone: RunningPhone;
  let browser: Browser;

  beforeAll(async () => {
    phone = await RunningPhone.open();
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser.close();
    await phone.remove();
  });

  const open = async (path: string, width = 1280, javaScriptEnabled = false): Promise<Page> => {
    const viewport = { width, height: 900 };
    const context = await browser.newContext({ viewport, javaScriptEnabled });
    const page = await context.newPage();
    await page.goto(`${phone.url}${path}`);
    return page;
  };

  it('lets a citizen text a picture, read the answer and answer that, without scripts', async () => {
    const page = await open('/');
    await page.click('main a[href="/twilio"]');
    await page.fill('[name=text]', 'Pothole on Main');
    const buffer = pixel;
    await page.setInputFiles('[name=picture]', { name: 'x.png', mimeType: 'image/png', buffer });
    await page.click('main button');
    expect(await page.locator('h1').innerText()).toBe('Phone of +1 919 555 0101');
    expect(await page.locator('.chat').innerText()).toContain('The town has it.');
    const shown = 'document.querySelector(".chat img").naturalWidth';
    expect(await (await open(new URL(page.url()).pathname, 360, true)).evaluate(shown)).toBe(1);

    const body = 'A crew comes on Tuesday.';
    await phone.client().messages.create({ to: citizenNumber, from: townNumber, body });
    await page.click('text=Look for new texts');
    expect(await page.locator('.chat').innerText()).toContain(body);
    await page.fill('[name=text]', 'Thank you.');
    await page.click('main button');
    expect(await page.locator('.chat li').count()).toBe(3);
  });

  it.each([360, 1280])(
    'has no barrier that axe knows, at %i px, nor scrolls sideways',
    async (width) => {
      await phone.text(`Word${'x'.repeat(300)}`, '+19195550102');
      await phone.text('STOP', '+19195550102');
      const order = { to: '+19195550102', from: townNumber, body: 'Too late' };
      await expect(phone.client().messages.create(order)).rejects.toThrow();
      for (const path of ['/', '/twilio', '/twilio/conversations/19195550102', '/faults']) {
        const page = await open(path, width, true);
        expect([path, await barriers(page)]).toEqual([path, []]);
        expect([path, await sidewaysScroll(page)]).toEqual([path, 0]);
      }
      const faulty = await open('/twilio', width, true);
      await faulty.click('main button');
      expect(await faulty.title()).toMatch(/^Error: /);
      expect(await barriers(faulty)).toEqual([]);
    },
  );
});
