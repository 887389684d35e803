import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';

import { RunningTown } from '../support/running-town.js';
import { StaffClient } from '../support/town-client.js';
import { barriers, sidewaysScroll } from './barriers.js';
import { openChromium } from './chromium.js';

jest.setTimeout(60_000);

describe('The pages of the citizen, in a browser', () => {
  let town: RunningTown;
  let staff: StaffClient;
  let browser: Browser;

  beforeAll(async () => {
    town = await RunningTown.found();
    staff = new StaffClient(town);
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser.close();
    await town.remove();
  });

  const open = async (path: string, width = 1280, javaScriptEnabled = false): Promise<Page> => {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      javaScriptEnabled,
    });
    const page = await context.newPage();
    await page.goto(`${town.url}${path}`);
    return page;
  };

  it('take a report without scripts, show number and promise at once, the answer later, and more words', async () => {
    const page = await open('/');
    await page.fill('[name=text]', 'The light at the library is dark.');
    await page.fill('[name=email]', 'ana@example.org');
    await page.click('main form[action="/report"] button');
    const number = await page.locator('h1').innerText();
    expect(number).toMatch(/^FM\d\d-\d{6}-\d$/);
    expect(await page.locator('.promise').innerText()).toMatch(/^You will hear from a person by /);

    await staff.reply(number, { text: 'A crew comes on Tuesday.' });
    await expect(pageUntil(page, 'A crew comes on Tuesday.')).resolves.toBe(true);
    expect(await page.locator('.promise').count()).toBe(0);

    await page.fill('[name=text]', 'Thank you. It is the second pole.');
    await page.click('.panel button');
    expect(await page.locator('.messages').innerText()).toContain('It is the second pole.');
    expect(await page.locator('h1').innerText()).toBe(number);
    expect((await staff.request(number)).messageCount).toBeGreaterThanOrEqual(2);
  });

  it('keep what was typed when something is wrong, and lead from the summary to the field', async () => {
    const page = await open('/');
    await page.fill('[name=place]', 'Main Street 1');
    await page.fill('[name=email]', 'not an address');
    await page.click('main form[action="/report"] button');
    expect(await page.title()).toMatch(/^Error: /);
    expect(await page.inputValue('[name=place]')).toBe('Main Street 1');
    await page.click('.summary a[href="#email"]');
    expect(page.url()).toMatch(/#email$/);
    expect(await page.locator('#email').getAttribute('aria-invalid')).toBe('true');
  });

  it('show nothing but the public card to whoever only has the number', async () => {
    const page = await open('/');
    await page.fill('[name=text]', 'A private matter of mine.');
    await page.click('main form[action="/report"] button');
    const number = await page.locator('h1').innerText();
    const stranger = await open(`/requests/${number}`);
    const words = await stranger.locator('main').innerText();
    expect(words).toContain('We have your request');
    expect(words).not.toContain('A private matter');
  });

  it('show hostile words as words', async () => {
    const page = await open('/', 1280, true);
    const hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
    await page.fill('[name=text]', hostile);
    await page.click('main form[action="/report"] button');
    expect(await page.locator('.messages').innerText()).toContain(hostile);
    expect(await page.title()).toMatch(/^Request FM/);
  });

  it.each([360, 1280])(
    'have no barrier that axe knows, at %i px, nor scroll sideways',
    async (width) => {
      for (const path of ['/', '/?lang=es', '/find?number=FM26-000000-0', '/nowhere']) {
        const page = await open(path, width, true);
        expect([path, await barriers(page)]).toEqual([path, []]);
        expect([path, await sidewaysScroll(page)]).toEqual([path, 0]);
      }
      const page = await open('/', width, true);
      await page.fill('[name=text]', `Word${'x'.repeat(300)}`);
      await page.click('main form[action="/report"] button');
      expect(await barriers(page)).toEqual([]);
    },
  );
});

/** Reloads until the words are there; a page without scripts does not renew itself. */
async function pageUntil(page: Page, words: string): Promise<boolean> {
  for (let turn = 0; turn < 50; turn += 1) {
    await page.reload();
    if ((await page.locator('main').innerText()).includes(words)) return true;
    await page.waitForTimeout(100);
  }
  return false;
}
