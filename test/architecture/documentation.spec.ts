import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { ledgerRules } from '#core/ledger/ledger-finding';

import { generatedDocuments } from '../../apps/cli/src/documents/documents.js';
import { contentOf, filesEndingWith, packageFile, repository } from './repository.js';

const pages = await filesEndingWith('.md');

describe('the documentation', () => {
  it.each(pages)('leads nowhere that does not exist: %s', async (page) => {
    const dead: string[] = [];
    for (const [, target = ''] of (await contentOf(page)).matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const [path = '', anchor] = target.split('#', 2);
      const file = path === '' ? page : join(dirname(page), path);
      if (!existsSync(join(repository, file))) dead.push(target);
      else if (anchor !== undefined && !(await anchorsOf(file)).includes(anchor)) dead.push(target);
    }
    expect(dead).toEqual([]);
  });

  it('is current where it is generated; otherwise: npm run docs', async () => {
    for (const { path, content } of await generatedDocuments(repository)) {
      expect({ path, content: await contentOf(path) }).toEqual({ path, content });
    }
  });

  it('gives a reason and the licence of every package, and names no other', async () => {
    const { dependencies, devDependencies } = await packageFile();
    const [runs = '', builds = ''] = (await contentOf('docs/dependencies.md'))
      .split(/^## /m)
      .slice(1);
    expect(documentedPackages(runs)).toEqual(await licencesOf(dependencies));
    expect(documentedPackages(builds)).toEqual(await licencesOf(devDependencies));
  });

  it('explains every script in the README', async () => {
    const { scripts } = await packageFile();
    const readme = await contentOf('README.md');
    const missing = Object.keys(scripts).filter((script) => !mentions(readme, script));
    expect(missing).toEqual([]);
  });

  it('tells for every rule of the ledger what it proves and what to do', async () => {
    const page = await contentOf('docs/ledger.md');
    for (const [rule, sentence] of Object.entries(ledgerRules)) {
      const [, section = ''] = page.split(`\n### ${rule}\n`);
      expect(section.trimStart().startsWith(`*${sentence}*`)).toBe(true);
      expect(section).toContain('Proves that');
    }
    expect(page.match(/^### /gm)).toHaveLength(Object.keys(ledgerRules).length);
  });

  it('lists every decision record, numbered without a gap', async () => {
    const index = await contentOf('docs/adr/README.md');
    const records = pages.filter((page) => /^docs\/adr\/\d{4}-/.test(page));
    expect(records.map((page) => Number(page.slice(9, 13)))).toEqual(
      records.map((_page, at) => at + 1),
    );
    for (const record of records) {
      const [heading = ''] = (await contentOf(record)).split('\n', 1);
      const [, number = '', title = ''] = /^# (\d{4}) (.+)$/.exec(heading) ?? [];
      expect(index).toContain(`| [${number}](${record.slice(9)}) | ${title}`);
    }
  });

  it('has the parts that make a decision record', async () => {
    for (const record of pages.filter((page) => /^docs\/adr\/\d{4}-/.test(page))) {
      const content = await contentOf(record);
      const headings = content.match(/^## .+$/gm);
      expect(headings).toEqual(
        expect.arrayContaining(['## Context', '## Decision', '## Consequences']),
      );
      // One page.
      expect(content.split('\n').length).toBeLessThan(70);
    }
  });
});

async function anchorsOf(file: string): Promise<readonly string[]> {
  const headings = (await contentOf(file)).match(/^#+ .+$/gm) ?? [];
  return headings.map((heading) =>
    heading
      .replace(/^#+ /, '')
      .toLowerCase()
      .replaceAll(/[^\p{L}\d\s-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

function documentedPackages(section: string): Record<string, string> {
  const rows = [...section.matchAll(/^\| `([^`]+)` \| .+ \| ([^|]+) \|$/gm)];
  return Object.fromEntries(rows.map(([, name = '', licence = '']) => [name, licence]));
}

async function licencesOf(
  packages: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const licences: Record<string, string> = {};
  for (const name of Object.keys(packages)) {
    const manifest = JSON.parse(await contentOf(`node_modules/${name}/package.json`)) as {
      readonly license: string;
    };
    licences[name] = manifest.license;
  }
  return licences;
}

function mentions(readme: string, script: string): boolean {
  const names = [`npm ${script}`, `npm run ${script}`, `npm run -s ${script}`];
  return names.some((name) => new RegExp(`\`${name}( [^\`]*)?\``).test(readme));
}
