import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';

import { citizen, RunningSandbox } from '../support/running-sandbox.js';
import { barriers, sidewaysScroll } from './barriers.js';
import { openChromium } from './chromium.js';

jest.setTimeout(60_000);

describe('The pages of the sandbox, in a browser', () => {
  let sandbox: RunningSandbox;
  let browser: Browser;

  beforeAll(async () => {
    sandbox = await RunningSandbox.open();
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser.close();
    await sandbox.remove();
  });

  const open = async (path: string, width = 1280, javaScriptEnabled = false): Promise<Page> => {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      javaScriptEnabled,
    });
    const page = await context.newPage();
    await page.goto(`${sandbox.url}${path}`);
    return page;
  };

  it('let a citizen write, read the answer and reply, without scripts', async () => {
    const page = await open('/');
    await page.click('main a[href="/mail"]');
    await page.fill('[name=from]', citizen);
    await page.fill('[name=subject]', 'A light is out');
    await page.fill('[name=text]', 'The light at the library is dark.');
    await page.click('main button');
    expect(await page.locator('h1').innerText()).toBe('A light is out');
    expect(await page.locator('.messages').innerText()).toContain('The town has it.');

    const [own] = await sandbox.ledger('minted');
    const messageId = /^Message-ID: (\S+)/im.exec(
      Buffer.from(own?.raw ?? '', 'base64').toString(),
    )?.[1];
    await sandbox.sendFromTown({ inReplyTo: messageId ?? '', text: 'We have your request.' });
    await page.click('text=Look for new mail');
    expect(await page.locator('.messages').innerText()).toContain('We have your request.');

    await page.fill('[name=text]', 'Thank you.');
    await page.click('main button');
    expect(await page.locator('.messages li').count()).toBe(3);
  });

  it('take a fault and say what is asked for', async () => {
    const page = await open('/faults');
    await page.selectOption('#fault', 'mail/bounce');
    await page.fill('#times', '2');
    await page.click('main button');
    expect(await page.locator('main').innerText()).toContain(
      'Mail: Take the mail, then send it back, 2 times more',
    );
    await sandbox.postForm('/faults', { fault: 'mail/bounce', times: '0' });
  });

  it.each([360, 1280])(
    'have no barrier that axe knows, at %i px, nor scroll sideways',
    async (width) => {
      await sandbox.sendFromTown({ text: `Word${'x'.repeat(300)}` });
      const [thread = ''] = await sandbox.threads();
      for (const path of ['/', '/mail', thread, '/faults', '/nowhere']) {
        const page = await open(path, width, true);
        expect([path, await barriers(page)]).toEqual([path, []]);
        expect([path, await sidewaysScroll(page)]).toEqual([path, 0]);
      }
      const faulty = await open('/mail', width, true);
      await faulty.click('main button');
      expect(await faulty.title()).toMatch(/^Error: /);
      expect(await barriers(faulty)).toEqual([]);
    },
  );
});
