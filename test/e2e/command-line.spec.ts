import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { compiledProduct, removeCompiledProduct } from '../support/compiled-product.js';
import { newLoopbackSecret } from '../support/loopback-events.js';
import { freePort } from '../support/private-process.js';
import { ProductProcess } from '../support/product-process.js';
import { freshDatabase, onServices, redisUrl } from '../support/services.js';

interface Ended {
  readonly exitCode: number;
  readonly output: string;
  readonly errors: string;
}

interface Report {
  readonly number: string;
  readonly statusToken: string;
}

jest.setTimeout(120_000);

describe('the townline command', () => {
  let folder: string;
  let origin: string;
  let environment: Record<string, string>;
  let town: ProductProcess | null = null;

  beforeAll(async () => {
    folder = await mkdtemp('/tmp/tl-cli-');
    const port = String(await freePort());
    origin = `http://127.0.0.1:${port}`;
    environment = {
      TOWNLINE_DATA_DIR: join(folder, 'data'),
      TOWNLINE_HOST: '127.0.0.1',
      TOWNLINE_PORT: port,
      TOWNLINE_METRICS_PORT: '0',
      TOWNLINE_LOG_LEVEL: 'trace',
      TOWNLINE_SANDBOX: '0',
      TOWNLINE_SECRET_KEY: randomBytes(32).toString('base64'),
      ...(onServices() && {
        TOWNLINE_DATABASE_URL: await freshDatabase(),
        TOWNLINE_REDIS_URL: redisUrl(),
      }),
    };
  });
  afterAll(async () => {
    await town?.kill();
    await removeCompiledProduct();
    await rm(folder, { recursive: true, force: true });
  });

  it('says how to begin where no town was ever started, and leaves nothing behind', async () => {
    const { exitCode, output, errors } = await townline('request', 'list');
    expect({ exitCode, output }).toEqual({ exitCode: 1, output: '' });
    expect(errors).toContain('npm start');
    expect(existsSync(join(folder, 'data'))).toBe(false);
  });

  it('carries the answer of a person to the citizen, and the word back', async () => {
    await startTown();
    const { number, statusToken } = await report({ text: 'The light at Oak and Elm is out.' });
    const list = await townline('request', 'list');
    expect(list).toMatchObject({ exitCode: 0, errors: '' });
    expect(list.output).toContain(`${number}  new`);

    const reply = await townline('request', 'reply', number, 'A crew comes tomorrow.');
    expect(reply).toMatchObject({ exitCode: 0, errors: '' });
    await eventually(async () => (await thread(statusToken)).includes('A crew comes tomorrow.'));

    await report({ text: 'It sparks now.', thread: statusToken });
    const show = await townline('request', 'show', number);
    expect(show.output).toMatch(/citizen · [0-9a-f-]+\n {4}It sparks now\./);
    expect(show.output).toMatch(/Administrator · sent · [0-9a-f-]+\n {4}A crew comes tomorrow\./);
    expect(show.output).toContain('first response, met');
  });

  it('sends nothing when the citizen wrote after what the writer had read', async () => {
    const { number, statusToken } = await report({ text: 'Water in the street.' });
    const before = await detailOf(number);
    await report({ text: 'It stopped.', thread: statusToken });
    const seen = before.timeline.find(({ direction }) => direction === 'inbound')?.id ?? '';
    const late = await townline('request', 'reply', number, 'We come.', '--seen-up-to', seen);
    expect(late).toMatchObject({ exitCode: 1, output: '' });
    expect(late.errors).toContain('The citizen has written again');
    expect((await detailOf(number)).timeline.map(({ text }) => text)).not.toContain('We come.');
  });

  it('takes a held answer back, and closes with a sentence for the citizen', async () => {
    const { number, statusToken } = await report({ text: 'Bulky item at the curb.' });
    const held = await townline('request', 'reply', number, 'Oops.', '--hold', '600', '--json');
    const { messageId } = JSON.parse(held.output) as { readonly messageId: string };
    expect(await townline('request', 'withdraw', number, messageId)).toMatchObject({ exitCode: 0 });
    await writeFile(join(folder, 'note.txt'), 'Second time this month.');
    expect(await townline('request', 'note', number, '--file', 'note.txt')).toMatchObject({
      exitCode: 0,
    });
    const close = ['close', number, '--reason', 'work_done', '--sentence', 'It was taken away.'];
    expect(await townline('request', ...close)).toMatchObject({ exitCode: 0, errors: '' });
    await eventually(async () => (await thread(statusToken)).includes('It was taken away.'));
    const page = await thread(statusToken);
    expect(page).not.toContain('Oops.');
    expect(page).not.toContain('Second time this month.');
    expect((await townline('request', 'list', '--closed')).output).toContain(number);
    expect((await townline('request', 'list')).output).not.toContain(number);
  });

  it('names every setting of a channel that is at fault, and adds it when none is', async () => {
    const add = ['channel', 'add', 'loopback', '--code', 'training', '--title', 'Training'];
    const wrong = await townline(...add, '--set', 'latencyMs=soon', '--set', 'bogus=1');
    expect(wrong).toMatchObject({ exitCode: 1, output: '' });
    for (const field of ['secrets:', 'latencyMs:', 'bogus:']) expect(wrong.errors).toContain(field);

    const secrets = JSON.stringify({ secrets: [newLoopbackSecret()] });
    await writeFile(join(folder, 'training.json'), secrets);
    const right = [...add, '--settings-file', 'training.json', '--set', 'latencyMs=5'];
    expect(await townline(...right)).toMatchObject({ exitCode: 0, errors: '' });
    const again = await townline(...right);
    expect(again).toMatchObject({ exitCode: 1, output: '' });
    expect(again.errors).toContain('already');
    expect((await townline('channel', 'list')).output).toMatch(/training +loopback +working/);
    expect(await townline('channel', 'check', 'training')).toMatchObject({ exitCode: 0 });
    expect(await townline('channel', 'check', 'nowhere')).toMatchObject({ exitCode: 1 });
  });

  it('proves the ledger and checks the configuration of the running town', async () => {
    const ledger = await townline('ledger', 'verify');
    expect(ledger.output).toContain('The ledger is clean.');
    expect(ledger).toMatchObject({ exitCode: 0, errors: '' });
    const check = await townline('config', 'check', '--json');
    expect(JSON.parse(check.output)).toMatchObject({ healthy: true });
    expect(await townline('secrets', 'rotate')).toMatchObject({ exitCode: 0, errors: '' });
  });

  it('names all faults of the settings at once', async () => {
    const wrong = { TOWNLINE_PORT: 'many', TOWNLINE_SECRET_KEY: 'short' };
    const { exitCode, output } = await townlineWith(wrong, 'config', 'check');
    expect(exitCode).toBe(1);
    expect(output).toContain('TOWNLINE_PORT');
    expect(output).toContain('TOWNLINE_SECRET_KEY');
  });

  it('works on the database itself when no town runs; a started one sends the answer', async () => {
    const { number, statusToken } = await report({ text: 'A stop sign is down.' });
    await town?.stop();
    expect((await townline('request', 'list')).output).toContain(number);
    const reply = await townline('request', 'reply', number, 'We saw it.');
    expect(reply.output).toContain('No town is running');
    expect((await townline('migration', 'status')).output).toMatch(/^run /);
    expect(await townline('migration', 'run')).toMatchObject({ exitCode: 0, errors: '' });
    await startTown();
    await eventually(async () => (await thread(statusToken)).includes('We saw it.'));
  });

  it('sends a file along and saves what came and went, with a town and without', async () => {
    const { number, statusToken } = await report({ text: 'Where is the plan?' });
    await writeFile(join(folder, 'plan.pdf'), 'the plan');
    const reply = ['request', 'reply', number, 'Here it is.', '--attach', 'plan.pdf'];
    expect(await townline(...reply)).toMatchObject({ exitCode: 0, errors: '' });
    await eventually(async () => (await thread(statusToken)).includes('plan.pdf'));
    const { timeline } = await detailOf(number);
    const question = timeline.find(({ direction }) => direction === 'inbound')?.id ?? '';
    const plan = timeline.flatMap(({ attachments }) => attachments)[0]?.id ?? '';
    const save = ['request', 'attachment', number, plan, '--output', 'saved.pdf'];
    expect((await townline(...save)).output).toContain('saved.pdf (8 bytes, application/pdf)');
    expect(await readFile(join(folder, 'saved.pdf'), 'utf8')).toBe('the plan');
    expect(await townline(...save)).toMatchObject({ exitCode: 1 });
    const source = ['request', 'source', number, question, '--output', '-'];
    const { output } = await townline(...source);
    expect(JSON.parse(output)).toMatchObject({ text: 'Where is the plan?' });
    await town?.stop();
    expect((await townline(...source)).output).toBe(output);
    expect((await townline('quarantine', 'list')).output).toContain('Nothing is in quarantine.');
    await startTown();
  });

  it('leaves no words, names or addresses in the log of the town', async () => {
    const person = {
      text: 'Ludicrously loud leafblower',
      name: 'Zephyrine',
      phone: '+12025550142',
    };
    const { number } = await report(person);
    await townline('request', 'reply', number, 'Unmistakable answer');
    await eventually(async () => {
      const { timeline } = await detailOf(number);
      return timeline.some(({ text }) => text === 'Unmistakable answer');
    });
    const log = town?.output() ?? '';
    expect(log).toContain('staff_acted');
    for (const word of ['leafblower', 'Zephyrine', '2025550142', 'Unmistakable', 'Oak and Elm']) {
      expect(log).not.toContain(word);
    }
  });

  it('does not act for a key that opens nothing', async () => {
    const foreign = { TOWNLINE_URL: origin, TOWNLINE_KEY: 'tl_nobody' };
    const { exitCode, output, errors } = await townlineWith(foreign, 'request', 'list');
    expect({ exitCode, output }).toEqual({ exitCode: 1, output: '' });
    expect(errors).toContain('A valid key is needed');
  });

  async function startTown(): Promise<void> {
    const ready = async () => {
      try {
        return (
          (await fetch(`${origin}/health/ready`)).ok && existsSync(join(folder, 'data/staff.json'))
        );
      } catch {
        return false;
      }
    };
    town = await ProductProcess.start({ entry: 'apps/town/src/main.js', env: environment, ready });
  }

  function townline(...given: readonly string[]): Promise<Ended> {
    return townlineWith({}, ...given);
  }

  async function townlineWith(
    more: Readonly<Record<string, string>>,
    ...given: readonly string[]
  ): Promise<Ended> {
    const program = join(await compiledProduct(), 'dist/apps/cli/src/main.js');
    const { PATH = '' } = process.env;
    const env = { PATH, INIT_CWD: folder, ...environment, ...more };
    return new Promise((resolve) => {
      execFile(process.execPath, [program, ...given], { env }, (error, output, errors) => {
        const exitCode = error === null ? 0 : Number(error.code);
        resolve({ exitCode, output, errors });
      });
    });
  }

  async function detailOf(number: string) {
    const { output } = await townline('request', 'show', number, '--json');
    return JSON.parse(output) as {
      readonly timeline: readonly {
        readonly id: string;
        readonly direction: string;
        readonly text: string;
        readonly attachments: readonly { readonly id: string }[];
      }[];
    };
  }

  async function report(body: Readonly<Record<string, string>>): Promise<Report> {
    const answer = await fetch(`${origin}/webhooks/web`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect([200, 201]).toContain(answer.status);
    return (await answer.json()) as Report;
  }

  /** The status page as the citizen sees it. */
  async function thread(token: string): Promise<string> {
    return (await fetch(`${origin}/thread/${token}`)).text();
  }
});

async function eventually(holds: () => Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + 15_000;
  while (!(await holds())) {
    if (Date.now() > giveUpAt) throw new Error('It did not come true within 15 seconds.');
    await pause(100);
  }
}
