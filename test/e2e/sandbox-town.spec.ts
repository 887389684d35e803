import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';

import { removeCompiledProduct } from '../support/compiled-product.js';
import { eventually } from '../support/eventually.js';
import { numberIn } from '../support/town-client.js';
import { TownWithSandbox } from '../support/town-with-sandbox.js';

const citizen = 'ana@citizen.example';

jest.setTimeout(120_000);

describe('A town with its sandbox, as npm start runs it', () => {
  let town: TownWithSandbox;

  beforeAll(async () => {
    town = await TownWithSandbox.start();
  });
  afterAll(async () => {
    await town.remove();
    await removeCompiledProduct();
  });

  it('says where the sandbox is, after where it is itself', () => {
    const output = town.running.output();
    expect(output).toMatch(
      new RegExp(`The town is open: ${town.url}[^]+reaches nobody: ${town.sandboxUrl}\\n`),
    );
  });

  it('has marked the account that reaches nobody', async () => {
    expect(await town.staff('GET', '/channel-accounts')).toMatchObject({
      accounts: expect.arrayContaining([
        expect.objectContaining({ code: 'mail', state: 'working', sandbox: true }),
        expect.objectContaining({ code: 'web', sandbox: false }),
      ]),
    });
  });

  it('makes a request of a mail, acknowledges it, answers in the thread, and knows the answer to that', async () => {
    const written = await town.sandboxPost('/mail', {
      ...{ from: citizen, subject: 'A light is out', text: 'The light at the library is dark.' },
    });
    expect(written.page).toContain('The town has it.');
    await eventually(async () => expect(await thread()).toMatch(/FM\d\d-\d{6}-\d/));
    const acknowledged = await thread();
    const number = numberIn(acknowledged);
    expect(acknowledged).toMatch(/hear from a person by|a person will (answer|write)/i);

    await town.staff('POST', `/requests/${number}/replies`, { text: 'A crew comes on Tuesday.' });
    await eventually(async () => expect(await thread()).toContain('A crew comes on Tuesday.'));

    await town.sandboxPost(written.path, { text: 'It is the second pole.' });
    await eventually(async () => {
      const { timeline, messageCount } = await town.staff('GET', `/requests/${number}`);
      expect(messageCount).toBe(3);
      expect(inboundOf(timeline).at(-1)).toMatch(/^It is the second pole\./);
    });
    expect(await town.staff('GET', '/requests?status=open')).toMatchObject({
      requests: [{ number }],
    });

    function thread(): Promise<string> {
      return town.sandboxPage(written.path);
    }
  });

  it('makes one request of a mail that comes over two relays', async () => {
    await town.sandboxPost('/faults', { fault: 'mail/twice', times: '1' });
    await town.sandboxPost('/mail', {
      ...{ from: 'cy@citizen.example', subject: 'Twice', text: 'Written once.' },
    });
    const ledger = join(town.folder, 'data/sandbox/ledger.jsonl');
    await eventually(async () => expect(await readFile(ledger, 'utf8')).toContain('"copies":2'));
    await eventually(async () => expect(await requestsAbout('Twice')).toHaveLength(1));
    expect(await requestsAbout('Twice')).toMatchObject([{ messageCount: 1 }]);
  });

  it('learns from a delivery report that its answer reached nobody', async () => {
    const { path } = await town.sandboxPost('/mail', {
      ...{ from: 'di@citizen.example', subject: 'Gone', text: 'My mailbox will be gone.' },
    });
    await eventually(async () => expect(await town.sandboxPage(path)).toMatch(/FM\d\d-\d{6}-\d/));
    const number = numberIn(await town.sandboxPage(path));
    await town.sandboxPost('/faults', { fault: 'mail/bounce', times: '1' });
    await town.staff('POST', `/requests/${number}/replies`, { text: 'Can you read this?' });
    await eventually(async () => {
      const { timeline } = await town.staff('GET', `/requests/${number}`);
      expect(timeline).toContainEqual(
        expect.objectContaining({
          text: 'Can you read this?',
          delivery: expect.objectContaining({ receipt: 'failed' }),
        }),
      );
    });
  });

  it('goes on where it was after a restart, and is nowhere when the town ends', async () => {
    const { path } = await town.sandboxPost('/mail', {
      ...{ from: 'bo@citizen.example', subject: 'Before', text: 'Written before the restart.' },
    });
    await town.again({});
    await eventually(async () => {
      const page = await town.sandboxPage(path);
      expect(page).toContain('Written before the restart.');
      expect(page).toContain('The town has it.');
      expect(page).toMatch(/FM\d\d-\d{6}-\d/);
    });
    expect(town.running.output()).not.toContain('loop_failed');
    expect(town.running.output()).not.toContain('"healthy":false');
    await town.running.kill();
    await eventually(() => expect(fetch(town.sandboxUrl)).rejects.toThrow());
    await town.again({});
  });

  it('works without it when its port is in use, and says so', async () => {
    const { port } = new URL(town.url);
    await town.again({ TOWNLINE_SANDBOX_PORT: port });
    expect(town.running.output()).toContain(`Port ${port} is in use, so there is no sandbox`);
    expect((await fetch(`${town.url}/health/ready`)).status).toBe(200);
  });

  it('has none when it is switched off', async () => {
    await town.again({ TOWNLINE_SANDBOX: '0' }, 'The town is open');
    await expect(fetch(town.sandboxUrl)).rejects.toThrow();
  });

  async function requestsAbout(subject: string) {
    const { requests } = await town.staff('GET', '/requests?status=open');
    const all = requests as readonly { readonly subject: string }[];
    return all.filter((request) => request.subject === subject);
  }
});

function inboundOf(timeline: unknown): string[] {
  const items = timeline as readonly { readonly direction: string; readonly text: string }[];
  return items.filter(({ direction }) => direction === 'inbound').map(({ text }) => text);
}
