import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';

import { channels } from '#channels/registration';

import { importsIn, isOfChannel, repositoryImports } from './channel-imports.js';
import { RepositoryCopy, type TestRun } from './repository-copy.js';
import { TypeChecker } from './type-checker.js';

const A_CHECK_MS = 120_000;
const template = 'channel-template';
const contract = ['contract', 'test/contract/channels/regist'];
/** Enough to load every channel and see it work, without the long searches for bad input. */
const parts = 'definition|recorded events|upkeep';
const inShort = ['-t', `registration list|${parts}`];

const imports = repositoryImports();
let copy: RepositoryCopy;
let checker: TypeChecker;
/** Type errors that are there anyway: `npm run typecheck` judges those. */
let errorsBefore: ReadonlySet<string>;

beforeAll(async () => {
  copy = await RepositoryCopy.make();
  checker = new TypeChecker(copy.root);
  errorsBefore = new Set(checker.errors());
}, A_CHECK_MS);
afterEach(() => copy.restoreChannels(), A_CHECK_MS);
afterAll(() => copy.remove(), A_CHECK_MS);

describe('a channel is one folder and one line', () => {
  it.each(channels.map(({ code }) => code))(
    'and of %s nothing outside is imported but by the registration list',
    async (code) => {
      const outside = (await imports)
        .filter(({ by, of }) => isOfChannel(of, code) && !isOfChannel(by, code))
        .map(({ by }) => by);
      expect(new Set(outside)).toEqual(new Set(['libs/channels/src/registration.ts']));
    },
  );

  it('and an import from outside is noticed, a type and a dynamic one too', () => {
    const lines = [
      "import type { A } from '#channels/web-form/settings';",
      "await import('../../libs/channels/src/web-form/send.js');",
      "import { b } from '../services/web-form/town.js';",
    ];
    const found = importsIn('test/e2e/some.spec.ts', lines.join('\n'));
    expect(found.filter(({ of }) => isOfChannel(of, 'web-form'))).toHaveLength(3);
  });

  it(
    'and without those of one types and tests of the others hold',
    async () => {
      const [first = ''] = channels.map(({ code }) => code);
      await copy.unplug(first);
      expect(newErrors()).toEqual([]);
      expect(await copy.registeredChannels()).toEqual(others(first));
      const run = await copy.test(...contract, ...inShort);
      expectPassed(run);
      expect(testedChannels(run)).toEqual(others(first));
    },
    A_CHECK_MS,
  );

  it(
    'and without any channel the types hold, those of the tests too',
    async () => {
      for (const { code } of channels) await copy.unplug(code);
      expect(newErrors()).toEqual([]);
    },
    A_CHECK_MS,
  );

  it(
    'and with those of the template it is typed and tested like the shipped ones',
    async () => {
      await copy.plug(`examples/${template}`, template);
      expect(newErrors()).toEqual([]);
      // All of it is tested where it lies: channel-template.spec.ts.
      const run = await copy.test(...contract, '-t', `${template} (${parts})`);
      expectPassed(run);
      expect(testedChannels(run)).toEqual([template]);
      expect(run.names.length).toBeGreaterThan(10);
    },
    A_CHECK_MS,
  );

  it('and what still needs a deleted channel is noticed', async () => {
    const [first] = channels;
    await copy.unplug(first?.code ?? '');
    await copy.leave(
      'libs/core/src/leftover.ts',
      `import '#channels/${first?.code}/definition';\n`,
    );
    const errors = newErrors();
    await copy.take('libs/core/src/leftover.ts');
    expect(errors).toContainEqual(expect.stringMatching(/^libs\/core\/src\/leftover.ts TS/));
  });
});

function others(code: string): string[] {
  return channels.map((channel) => channel.code).filter((other) => other !== code);
}

function newErrors(): string[] {
  return checker.errors().filter((error) => !errorsBefore.has(error));
}

function testedChannels({ names }: TestRun): string[] {
  const tested = names.flatMap((name) => /^the channel (\S+)/.exec(name)?.[1] ?? []);
  return [...new Set(tested)];
}

function expectPassed({ passed, output }: TestRun): void {
  expect(passed ? '' : output).toBe('');
}
