import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { afterAll, afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { simpleParser } from 'mailparser';

import type { SandboxOrder } from '../../apps/sandbox/src/order.js';
import { compiledProduct, removeCompiledProduct } from '../support/compiled-product.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/private-process.js';
import { citizen, RunningSandbox, townAddress } from '../support/running-sandbox.js';

jest.setTimeout(60_000);

let sandbox: RunningSandbox;

beforeEach(async () => {
  sandbox = await RunningSandbox.open();
});
afterEach(() => sandbox.remove());
afterAll(() => removeCompiledProduct());

describe('The mail server of the sandbox', () => {
  it('writes what it took into the ledger before it says so, byte by byte', async () => {
    await sandbox.sendFromTown({ text: 'One.' });
    const [line] = await sandbox.ledger('accepted');
    expect(line).toMatchObject({ provider: 'mail', facts: { from: townAddress, to: citizen } });
    const raw = Buffer.from(line?.raw ?? '', 'base64').toString();
    expect(raw).toContain('Message-ID: <answer@fairmill.example>\r\n');
  });

  it('takes mail from nobody but the town of this sandbox', async () => {
    await expect(sandbox.sendFromTown({ text: 'x' }, 'another secret')).rejects.toMatchObject({
      responseCode: 535,
    });
    expect(await sandbox.ledger('accepted')).toEqual([]);
  });

  it.each([
    ['refuse', 550],
    ['refuse-later', 451],
  ])('answers as told: %s is %i, once', async (fault, responseCode) => {
    await sandbox.misbehave(fault);
    await expect(sandbox.sendFromTown({ text: 'x' })).rejects.toMatchObject({ responseCode });
    expect(await sandbox.ledger('accepted')).toEqual([]);
    await sandbox.sendFromTown({ text: 'x' });
    expect(await sandbox.ledger('accepted')).toHaveLength(1);
  });

  it.each([
    ['cut-before', 0],
    ['cut-after', 1],
  ])('pulls the cable after the final dot: %s leaves %i mails', async (fault, mails) => {
    await sandbox.misbehave(fault);
    const failure = await sandbox.sendFromTown({ text: 'x' }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Error);
    expect(failure).not.toHaveProperty('responseCode', expect.any(Number));
    expect(await sandbox.ledger('accepted')).toHaveLength(mails);
    expect(await sandbox.ledger('misbehaved')).toMatchObject([{ facts: { fault } }]);
  });

  it('withholds its answer when told to, though it has the mail', async () => {
    await sandbox.misbehave('withhold');
    await expect(sandbox.sendFromTown({ text: 'x' })).rejects.toThrow(/[Tt]imeout/);
    expect(await sandbox.ledger('accepted')).toHaveLength(1);
  });

  it.each([
    ['bounce', /^multipart\/report/, /mailer-daemon@/],
    ['out-of-office', /^text\/plain/, /ana@citizen\.example/],
  ])('answers later with %s', async (fault, contentType, from) => {
    await sandbox.misbehave(fault);
    await sandbox.sendFromTown({ text: 'Hello.' });
    await eventually(() => expect(sandbox.door.taken).toHaveLength(1));
    const mail = await simpleParser(sandbox.door.taken[0]?.raw ?? Buffer.alloc(0));
    expect(mail.headerLines.find(({ key }) => key === 'content-type')?.line).toMatch(
      new RegExp(`^Content-Type: ${contentType.source.slice(1)}`),
    );
    expect(mail.from?.text).toMatch(from);
    expect(mail.to).toMatchObject({ text: townAddress });
    const page = await sandbox.get((await sandbox.threads())[0] ?? '');
    expect(page).toContain(', automatic');
  });

  it('brings a mail of a citizen twice when told to, with nothing but the way differing', async () => {
    await sandbox.misbehave('twice');
    await sandbox.post('/mail', { from: citizen, subject: 'Twice', text: 'Once written.' });
    await eventually(() => expect(sandbox.door.taken).toHaveLength(2));
    const [first = '', second = ''] = sandbox.door.taken.map(({ raw }) => raw.toString());
    expect(second.endsWith(first)).toBe(true);
    expect(second.slice(0, second.length - first.length)).toMatch(/^Received: .+\r\n$/);
  });
});

describe('The process of the sandbox', () => {
  it('says where it is, and ends when its standard input does', async () => {
    await sandbox.stop();
    const { child, said } = await program(sandbox.order);
    expect(JSON.parse(said)).toEqual({ url: `http://127.0.0.1:${sandbox.order.port}` });
    expect((await fetch(`http://127.0.0.1:${sandbox.order.port}/mail`)).status).toBe(200);
    const ended = once(child, 'exit');
    child.stdin.end();
    expect(await ended).toEqual([0, null]);
    await sandbox.start();
  });

  it('says in a sentence which port is in use', async () => {
    const busy = createServer().listen(0, '127.0.0.1');
    await once(busy, 'listening');
    const { port } = busy.address() as { readonly port: number };
    const web = await program({ ...sandbox.order, port, smtpPort: await freePort() });
    expect(web.said).toContain(`Port ${port} is in use, so there is no sandbox`);
    expect(web.said).toContain('set TOWNLINE_SANDBOX_PORT');
    const smtp = await program({ ...sandbox.order, port: await freePort(), smtpPort: port });
    expect(smtp.said).toContain('set TOWNLINE_SANDBOX_SMTP_PORT');
    busy.close();
  });
});

async function program(given: SandboxOrder) {
  const entry = join(await compiledProduct(), 'dist/apps/sandbox/src/main.js');
  const child = spawn(process.execPath, [entry], { env: {}, stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.write(`${JSON.stringify(given)}\n`);
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, said: said.toString() };
}
