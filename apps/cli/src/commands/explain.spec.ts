import { describe, expect, it } from '@jest/globals';

import type { ChannelDefinition } from '#core/channel/definition';
import { notFound } from '#core/error/problem';
import { refused, succeeded } from '#core/error/result';

import { fakeChannel } from '../../../../test/support/channel-fake.js';
import type { CommandContext } from '../command/command-context.js';
import { townline } from '../townline.js';
import { explainCommands } from './explain.js';

const files = Object.fromEntries(
  Array.from({ length: 40 }, (_, at) => [`box/${String(at).padStart(2, '0')}.eml`, `words ${at}`]),
);

describe('explaining a file of a channel', () => {
  it('exists for the channels that can, and for no other', () => {
    const { definition } = fakeChannel();
    expect(explainCommands([definition, talking]).map(({ name }) => name)).toEqual([
      'fake explain',
    ]);
  });

  it('prints one line of JSON with what is understood', async () => {
    const { finished, printed } = await run(['box/03.eml', '--json']);
    expect(finished).toEqual({ exitCode: 0, output: '', errors: '' });
    expect(printed).toEqual(['{"file":"box/03.eml","said":"words 3"}']);
  });

  it('prints a line for every file of a folder, in the order of their names', async () => {
    const { finished, printed } = await run(['--dir', 'box', '--json']);
    expect(finished.exitCode).toBe(0);
    const names = printed.map((line) => (JSON.parse(line) as { file: string }).file);
    expect(names).toEqual(Object.keys(files).map((name) => name.slice('box/'.length)));
  });

  it('shows people the same on several lines, without what a terminal obeys', async () => {
    const { printed } = await run(['evil.eml']);
    expect(printed.join('')).toContain('\n');
    expect(printed.join('')).toContain('\\u001b[2J');
  });

  it('names a file or folder that is not there', async () => {
    const { finished, printed } = await run(['missing.eml', '--json']);
    expect(finished.exitCode).toBe(1);
    expect(finished.errors).toContain('missing.eml');
    expect(printed).toEqual([]);
    expect((await run(['--dir', 'missing'])).finished.exitCode).toBe(1);
  });

  it('wants a file or a folder, and not both', async () => {
    expect((await run([])).finished).toMatchObject({ exitCode: 2 });
    expect((await run(['box/03.eml', '--dir', 'box'])).finished.exitCode).toBe(2);
  });

  it('lets the explainer go when it is done', async () => {
    closed = 0;
    await run(['--dir', 'box']);
    expect(closed).toBe(1);
  });
});

let closed = 0;

const talking: ChannelDefinition = {
  ...fakeChannel().definition,
  openExplainer: () => ({
    async explain(raw) {
      await new Promise((resolve) => setTimeout(resolve, raw.length % 3));
      return { said: raw.toString() };
    },
    close() {
      closed += 1;
      return Promise.resolve();
    },
  }),
};

async function run(given: readonly string[]) {
  const printed: string[] = [];
  const command = explainCommands([talking]);
  const finished = await townline(command, ['fake', 'explain', ...given], context(printed));
  return { finished, printed };
}

function context(printed: string[]): CommandContext {
  const unused = () => Promise.reject(new Error('This needs no town.'));
  return {
    environment: {},
    files: {
      read: unused,
      readBytes(name) {
        const words = name === 'evil.eml' ? '\u001b[2J' : files[name];
        const found = words === undefined ? null : succeeded(Buffer.from(words));
        return Promise.resolve(found ?? refused(notFound(`The file ${name}`, 'ENOENT')));
      },
      list(folder) {
        const names = Object.keys(files).flatMap((name) =>
          name.startsWith(`${folder}/`) ? [name.slice(folder.length + 1)] : [],
        );
        const found = names.length > 0;
        return Promise.resolve(
          found ? succeeded(names) : refused(notFound(`The folder ${folder}`, 'ENOENT')),
        );
      },
    },
    output: { write: unused },
    print: (line) => Promise.resolve(void printed.push(line)),
    newKey: () => 'key',
    now: () => new Date(0),
    zone: 'America/New_York',
    townAnswers: () => Promise.resolve(false),
    staffApi: unused,
  };
}
