import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import type { Page } from 'playwright-core';
import { z } from 'zod';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const axeResult = z.object({ violations: z.array(z.object({ id: z.string() })) });

/** What axe finds against WCAG 2.2 AA. The page's own policy forbids scripts: axe comes in beside it. */
export async function barriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const found: unknown = await page.evaluate(`axe.run({ runOnly: ${JSON.stringify(tags)} })`);
  return axeResult.parse(found).violations.map(({ id }) => id);
}

/** By how many pixels the page is wider than its window. */
export function sidewaysScroll(page: Page): Promise<unknown> {
  return page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
}
