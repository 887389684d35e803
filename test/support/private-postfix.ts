import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';

import {
  freePort,
  installed,
  type PrivateServer,
  shortFolder,
  startServer,
} from './private-process.js';

export interface PrivatePostfix extends PrivateServer {
  readonly host: string;
  readonly port: number;
  /** Everything it wrote so far. */
  log(): string;
}

export interface PostfixOptions {
  /** Domains whose mail is delivered here. Mail to others bounces: nothing can leave this machine. */
  readonly domains: readonly string[];
  /** Where their mail goes, such as `lmtp:inet:127.0.0.1:2400`; absent: it is thrown away. */
  readonly virtualTransport?: string;
  /** Gets a copy of everything that is taken. */
  readonly journal?: string;
  /** Further lines of main.cf. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Further doors, each with settings of its own, such as a certificate. */
  readonly doors?: readonly PostfixDoor[];
}

export interface PostfixDoor {
  readonly port: number;
  readonly settings: Readonly<Record<string, string>>;
}

const PROGRAMS = '/usr/lib/postfix/sbin';

/**
 * Starts a Postfix of our own on loopback and a free port. Only root can: its programs change users.
 * Subaddresses are known (`311+token@`), failed mail is tried again after two seconds.
 *
 * @example
 * const postfix = await startPrivatePostfix({ domains: ['fairmill.example'] });
 * await postfix.stop();
 */
export async function startPrivatePostfix(options: PostfixOptions): Promise<PrivatePostfix> {
  if (process.getuid?.() !== 0) throw new Error('A Postfix can only be started by root.');
  const postfix = installed('postfix', 'postfix');
  const folder = shortFolder('tl-p');
  const port = await freePort();
  const log = join(folder, 'mail.log');
  configure(folder, port, options);
  // It makes the folders of the queue, with their owners.
  execFileSync(postfix, ['-c', folder, 'check'], { stdio: 'pipe' });
  const server = await startServer({
    url: `smtp://127.0.0.1:${port}`,
    folder,
    // Without a session of its own it could not end its children.
    command: installed('setsid', 'util-linux'),
    args: [join(PROGRAMS, 'master'), '-d', '-c', folder],
    answers: () => greets(port),
  });
  return {
    ...server,
    kill: async () => {
      // Its children would outlive it, and still take the mail that they have begun.
      const [id = ''] = readFileSync(join(folder, 'queue/pid/master.pid'), 'utf8')
        .trim()
        .split('\n');
      process.kill(-Number(id), 'SIGKILL');
      await server.kill();
    },
    host: '127.0.0.1',
    port,
    log: () => (existsSync(log) ? readFileSync(log, 'utf8') : ''),
  };
}

function configure(folder: string, port: number, options: PostfixOptions): void {
  chmodSync(folder, 0o755);
  const data = join(folder, 'data');
  mkdirSync(join(folder, 'queue'));
  mkdirSync(data);
  chownSync(data, Number(execFileSync('id', ['-u', 'postfix'], { encoding: 'utf8' })), 0);
  writeFileSync(join(folder, 'main.cf'), linesOf(mainSettings(folder, options)));
  writeFileSync(join(folder, 'master.cf'), `${services(port, options.doors ?? []).join('\n')}\n`);
}

function mainSettings(folder: string, options: PostfixOptions): Record<string, string> {
  const { domains, virtualTransport = 'discard:', journal } = options;
  const closed = 'error:5.1.2 no mail leaves this machine';
  return {
    compatibility_level: '3.6',
    queue_directory: join(folder, 'queue'),
    data_directory: join(folder, 'data'),
    daemon_directory: PROGRAMS,
    maillog_file: join(folder, 'mail.log'),
    maillog_file_prefixes: folder,
    myhostname: 'mail.fairmill.example',
    mydestination: '',
    inet_interfaces: '127.0.0.1',
    inet_protocols: 'ipv4',
    mynetworks: '127.0.0.0/8',
    alias_maps: '',
    alias_database: '',
    smtpd_relay_restrictions: 'permit_mynetworks, reject',
    virtual_mailbox_domains: domains.join(', '),
    virtual_transport: virtualTransport,
    default_transport: closed,
    relay_transport: closed,
    local_transport: closed,
    smtp_dns_support_level: 'disabled',
    recipient_delimiter: '+',
    queue_run_delay: '2s',
    minimal_backoff_time: '2s',
    maximal_backoff_time: '2s',
    ...(journal !== undefined && { always_bcc: journal }),
    ...options.settings,
  };
}

function linesOf(settings: Record<string, string>): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`);
  return lines.join('');
}

/** Service, type, private, unprivileged, chroot, wakeup, processes, program (master(5)). */
function services(port: number, doors: readonly PostfixDoor[]): string[] {
  return [
    ...[{ port, settings: {} }, ...doors].map(doorLine),
    'tlsmgr unix - - n 1000? 1 tlsmgr',
    'pickup unix n - n 60 1 pickup',
    'cleanup unix n - n - 0 cleanup',
    'qmgr unix n - n 300 1 qmgr',
    'rewrite unix - - n - - trivial-rewrite',
    'bounce unix - - n - 0 bounce',
    'defer unix - - n - 0 bounce',
    'trace unix - - n - 0 bounce',
    'verify unix - - n - 1 verify',
    'flush unix n - n 1000 0 flush',
    'proxymap unix - - n - - proxymap',
    'proxywrite unix - - n - 1 proxymap',
    'error unix - - n - - error',
    'retry unix - - n - - error',
    'discard unix - - n - - discard',
    'lmtp unix - - n - - lmtp',
    // For `transport_maps` that name a server on this machine.
    'smtp unix - - n - - smtp',
    'anvil unix - - n - 1 anvil',
    'scache unix - - n - 1 scache',
    'showq unix n - n - - showq',
    'postlog unix-dgram n - n - 1 postlogd',
  ];
}

function doorLine({ port, settings }: PostfixDoor): string {
  const options = Object.entries(settings).map(([name, value]) => ` -o ${name}=${value}`);
  return `127.0.0.1:${port} inet n - n - - smtpd${options.join('')}`;
}

async function greets(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  socket.setTimeout(2_000, () => socket.destroy(new Error('Postfix is silent')));
  try {
    const [greeting] = (await once(socket, 'data')) as [Buffer];
    socket.end('QUIT\r\n');
    return greeting.toString().startsWith('220 ');
  } catch {
    return false;
  } finally {
    socket.destroySoon();
  }
}
