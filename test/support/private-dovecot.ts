import { execFile } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { ImapFlow } from 'imapflow';
import { createTransport } from 'nodemailer';

import { dovecotConfiguration, type DovecotShape } from './dovecot-configuration.js';
import type { Certificate } from './private-certificates.js';
import {
  freePort,
  installed,
  type PrivateServer,
  shortFolder,
  startServer,
} from './private-process.js';

export interface PrivateDovecot extends PrivateServer {
  readonly imapPort: number;
  /** Encrypted from the first byte; nobody listens there without a certificate. */
  readonly imapsPort: number;
  readonly lmtpPort: number;
  /** Of every user; users exist as soon as they are named. */
  readonly password: string;
  /** Where a user's mail lies on the disk. */
  mailFolder(user: string): string;
  /** Puts many mails into the INBOX of a user who has signed in before, without a protocol. */
  drop(user: string, mails: readonly string[]): void;
  /** The same in two steps: what it returns puts them there, within a moment. */
  stage(user: string, mails: readonly string[]): () => void;
  /** Hands a mail over by LMTP, as a mail server does. */
  deliver(user: string, raw: string | Buffer): Promise<void>;
  /** A person with a mail program of their own. */
  signIn(user: string): Promise<ImapFlow>;
  doveadm(...args: readonly string[]): Promise<string>;
}

const run = promisify(execFile);
const password = 'mailbox-password';

/**
 * Starts a Dovecot on loopback, free ports and a folder of its own, as root or as an ordinary user.
 * Mailboxes under `Small/` hold two mails, by quota.
 *
 * @example
 * const dovecot = await startPrivateDovecot();
 * await dovecot.deliver('311@fairmill.example', 'From: ana@example.org\r\n\r\nHello');
 * await dovecot.stop();
 * @param certificate with which it encrypts; it lets nobody sign in unencrypted then.
 */
export async function startPrivateDovecot(certificate?: Certificate): Promise<PrivateDovecot> {
  const command = installed('dovecot', 'dovecot-imapd dovecot-lmtpd');
  const folder = shortFolder('tl-d');
  const [imapPort, lmtpPort] = [await freePort(), await freePort()];
  const imapsPort = await freePort();
  const encryption = certificate && { certificate, imapsPort };
  const configuration = prepare(folder, { imapPort, lmtpPort, ...(encryption && { encryption }) });
  const server = await startServer({
    url: `imap://127.0.0.1:${imapPort}`,
    folder,
    command,
    args: ['-F', '-c', configuration],
    answers: async () => (await greeting(imapPort)).startsWith('* OK'),
  });
  return {
    ...server,
    kill: async () => {
      const processes = childrenOf(readFileSync(join(folder, 'run', 'master.pid'), 'utf8').trim());
      await server.kill();
      for (const id of processes) killIfThere(id);
    },
    imapPort,
    imapsPort,
    lmtpPort,
    password,
    mailFolder: (user) => join(folder, 'mail', user),
    drop: (user, mails) => stage(join(folder, 'mail', user, 'Maildir', 'new'), mails)(),
    stage: (user, mails) => stage(join(folder, 'mail', user, 'Maildir', 'new'), mails),
    deliver: (user, raw) => deliver(lmtpPort, user, raw),
    signIn: (user) => signIn(imapPort, user),
    doveadm: async (...args) => {
      const { stdout } = await run('doveadm', ['-c', configuration, ...args]);
      return stdout;
    },
  };
}

/** Sessions have processes of their own, which outlive the first one: a power cut ends them too. */
function childrenOf(id: string): number[] {
  const list = readFileSync(`/proc/${id}/task/${id}/children`, 'utf8').trim();
  return list === '' ? [] : list.split(' ').map(Number);
}

function killIfThere(id: number): void {
  try {
    process.kill(id, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}

type Ports = Pick<DovecotShape, 'imapPort' | 'lmtpPort' | 'encryption'>;

/** Dovecot as root refuses to give mail to root: then it belongs to nobody. */
function prepare(folder: string, ports: Ports): string {
  const { uid, gid, username } = userInfo();
  const asRoot = uid === 0;
  const owner = asRoot ? { uid: 65_534, gid: 65_534 } : { uid, gid };
  for (const part of ['run', 'state', 'mail', 'small']) mkdirSync(join(folder, part));
  if (asRoot) {
    chmodSync(folder, 0o755);
    for (const part of ['mail', 'small']) chownSync(join(folder, part), owner.uid, owner.gid);
  }
  const path = join(folder, 'dovecot.conf');
  const user = asRoot ? null : username;
  writeFileSync(path, dovecotConfiguration({ folder, ...ports, owner, user, password }));
  return path;
}

/** Maildir takes a file that is renamed into place; the names begin with when they came. */
function stage(folder: string, mails: readonly string[]): () => void {
  const second = Math.floor(Date.now() / 1_000);
  const owner = statSync(folder);
  const staged = mails.map((mail, index) => {
    const path = join(folder, `${second}.M${String(index).padStart(6, '0')}.dropped`);
    const unfinished = join(folder, '..', 'tmp', `dropped-${second}-${index}`);
    writeFileSync(unfinished, mail);
    chownSync(unfinished, owner.uid, owner.gid);
    return { unfinished, path };
  });
  return () => {
    for (const { unfinished, path } of staged) renameSync(unfinished, path);
  };
}

async function deliver(port: number, user: string, raw: string | Buffer): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port, lmtp: true, ignoreTLS: true });
  try {
    await transport.sendMail({ envelope: { from: 'sender@example.org', to: [user] }, raw });
  } finally {
    transport.close();
  }
}

async function signIn(port: number, user: string): Promise<ImapFlow> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port,
    secure: false,
    doSTARTTLS: false,
    auth: { user, pass: password },
    logger: false,
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** What a server says first; empty when nobody listens. */
async function greeting(port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const answer = (text: string): void => {
      socket.destroy();
      resolve(text);
    };
    socket.setTimeout(2_000, () => answer(''));
    socket.once('error', () => answer(''));
    socket.once('close', () => answer(''));
    socket.once('data', (chunk: Buffer) => answer(chunk.toString()));
  });
}
