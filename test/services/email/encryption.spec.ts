import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';

import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';

import { checkIncoming } from '#channels/email/check-incoming';
import { checkOutgoing } from '#channels/email/check-outgoing';
import { closeIncoming } from '#channels/email/mailbox/mailbox-session';
import { poll } from '#channels/email/poll';
import { emailSettings } from '#channels/email/settings';
import type { ChannelHealth } from '#core/channel/adapter';

import { channelDelivery, channelTools } from '../../support/channel-tools.js';
import {
  type IncomingAccount,
  incomingAccount,
  mail,
} from '../../support/email/incoming-account.js';
import { polledSubjects } from '../../support/email/mailbox-suite.js';
import { mailAdapter, mailSettings, referenceTo } from '../../support/outgoing-mail.js';
import {
  type Certificate,
  type CertificateAuthority,
  privateAuthority,
} from '../../support/private-certificates.js';
import { type PrivateDovecot, startPrivateDovecot } from '../../support/private-dovecot.js';
import { type PrivatePostfix, startPrivatePostfix } from '../../support/private-postfix.js';
import { freePort } from '../../support/private-process.js';

const HERE = ['DNS:localhost', 'IP:127.0.0.1'];
const USER = '311@fairmill.example';
const goOn = new AbortController().signal;
const encryptions = ['tls', 'starttls'] as const;
type Encryption = (typeof encryptions)[number];

let authority: CertificateAuthority;
let certificates: Readonly<Record<'right' | 'elsewhere' | 'expired' | 'selfSigned', Certificate>>;

beforeAll(() => {
  authority = privateAuthority();
  certificates = {
    right: authority.issue(HERE),
    elsewhere: authority.issue(['DNS:mail.elsewhere.example']),
    expired: authority.issue(HERE, -1),
    selfSigned: authority.selfSigned(HERE),
  };
});
afterAll(() => authority.remove());

const faults = [
  ['elsewhere', 'is for another name: give as host the name that is in it'],
  ['expired', 'has expired: have it renewed'],
  ['selfSigned', 'give that as certificateAuthority'],
] as const;

describe('A mailbox behind encryption', () => {
  const dovecots = new Map<string, PrivateDovecot>();
  const accounts: IncomingAccount[] = [];
  afterEach(() => accounts.splice(0).forEach(closeIncoming));
  afterAll(async () => {
    for (const dovecot of dovecots.values()) await dovecot.stop();
  });

  const accountAt = async (
    name: keyof typeof certificates,
    security: Encryption,
    further: Readonly<Record<string, string | number>> = {
      certificateAuthority: authority.certificate,
    },
  ) => {
    const dovecot = dovecots.get(name) ?? (await startPrivateDovecot(certificates[name]));
    dovecots.set(name, dovecot);
    const port = security === 'tls' ? dovecot.imapsPort : dovecot.imapPort;
    const account = incomingAccount(dovecot, USER, { port, security, ...further });
    accounts.push(account);
    return { account, dovecot };
  };

  it.each(encryptions)('by %s is read when its authority is configured', async (security) => {
    const { account, dovecot } = await accountAt('right', security);
    expect(failureIn(await checkIncoming(account, goOn))).toBeNull();
    const { cursor } = await poll(account, null, goOn);
    await dovecot.deliver(USER, mail(`By ${security}`));
    expect(polledSubjects(await poll(account, cursor, goOn))).toEqual([`By ${security}`]);
  });

  it('is read under the name in the certificate', async () => {
    const { certificate: certificateAuthority } = authority;
    const host = { host: 'localhost', certificateAuthority };
    const { account } = await accountAt('right', 'tls', host);
    expect(failureIn(await checkIncoming(account, goOn))).toBeNull();
  });

  it('is not read while its authority is unknown', async () => {
    const { account } = await accountAt('right', 'tls', {});
    expect(failureIn(await checkIncoming(account, goOn))).toContain('certificateAuthority');
  });

  it.each(faults.flatMap((fault) => encryptions.map((security) => [...fault, security] as const)))(
    'with the certificate “%s” is refused: “%s” (%s)',
    async (name, remedy, security) => {
      const { account } = await accountAt(name, security);
      const failure = failureIn(await checkIncoming(account, goOn));
      expect(failure).toMatch(/^incoming: encryption: The certificate of 127\.0\.0\.1 /);
      expect(failure).toContain(remedy);
      await expect(poll(account, null, goOn)).rejects.toThrow();
    },
  );

  it.each([
    ['hides STARTTLS', '* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready'],
    ['says that we are signed in already', '* PREAUTH [CAPABILITY IMAP4rev1] welcome'],
  ])('is told no password by a line that %s', async (_what, greeting) => {
    const { server, port, heard } = await tappedLine(greeting);
    try {
      const { account } = await accountAt('right', 'starttls', { port });
      expect(failureIn(await checkIncoming(account, goOn))).toContain('No encryption came about');
      expect(heard().join(' ')).not.toMatch(/LOGIN|AUTHENTICATE|SELECT|EXAMINE|LIST/i);
    } finally {
      server.close();
    }
  });
});

describe('A relay behind encryption', () => {
  let postfix: PrivatePostfix;
  const ports = new Map<string, number>();

  beforeAll(async () => {
    const doors = [];
    for (const [name, { certificatePath, keyPath }] of Object.entries(certificates)) {
      for (const security of encryptions) {
        const port = await freePort();
        ports.set(`${name} ${security}`, port);
        const settings = {
          smtpd_tls_cert_file: certificatePath,
          smtpd_tls_key_file: keyPath,
          smtpd_tls_security_level: 'may',
          smtpd_tls_wrappermode: security === 'tls' ? 'yes' : 'no',
        };
        doors.push({ port, settings });
      }
    }
    postfix = await startPrivatePostfix({ domains: ['residents.example'], doors });
  }, 60_000);
  afterAll(() => postfix.stop());

  const settingsFor = (name: string, security: Encryption, further: object = {}) => {
    const port = ports.get(`${name} ${security}`) ?? 0;
    const certificateAuthority = authority.certificate;
    return mailSettings({ port, security, certificateAuthority, ...further });
  };

  it.each(encryptions)('by %s takes mail when its authority is configured', async (security) => {
    const adapter = mailAdapter(settingsFor('right', security));
    const delivery = channelDelivery({ channelRef: referenceTo('ana@residents.example') });
    expect(await adapter.send(delivery, goOn)).toMatchObject({ kind: 'sent' });
    await adapter.close?.();
  });

  it('gets no mail while its authority is unknown', async () => {
    const unknown = { certificateAuthority: undefined };
    expect(await failureOf(settingsFor('right', 'tls', unknown))).toContain('certificateAuthority');
  });

  it.each(faults.flatMap((fault) => encryptions.map((security) => [...fault, security] as const)))(
    'with the certificate “%s” gets no mail: “%s” (%s)',
    async (name, remedy, security) => {
      const settings = settingsFor(name, security);
      const failure = await failureOf(settings);
      expect(failure).toMatch(/^outgoing: encryption: The certificate of 127\.0\.0\.1 /);
      expect(failure).toContain(remedy);
      const adapter = mailAdapter(settings);
      const delivery = channelDelivery({ channelRef: referenceTo('ana@residents.example') });
      expect((await adapter.send(delivery, goOn)).kind).toBe('not-sent');
      await adapter.close?.();
    },
  );

  it('that hides STARTTLS gets neither mail nor password', async () => {
    const settings = mailSettings({
      ...{ port: postfix.port, security: 'starttls', user: '311' },
      signIn: { kind: 'password', password: 'secret' },
    });
    expect(await failureOf(settings)).toContain('offers no STARTTLS');
    const adapter = mailAdapter(settings);
    const delivery = channelDelivery({ channelRef: referenceTo('ana@residents.example') });
    expect((await adapter.send(delivery, goOn)).kind).toBe('not-sent');
    await adapter.close?.();
  });

  async function failureOf(settings: object): Promise<string | null> {
    const parts = { settings: emailSettings.parse(settings), tools: channelTools() };
    return failureIn(await checkOutgoing(parts, goOn));
  }
});

/** The step that failed and what it says; null when all passed. */
function failureIn(steps: ChannelHealth['steps']): string | null {
  const failed = steps.find(({ passed }) => !passed);
  return failed === undefined ? null : `${failed.step}: ${failed.detail}`;
}

interface TappedLine {
  readonly server: Server;
  readonly port: number;
  readonly heard: () => readonly string[];
}

/** Somebody on the line who plays an IMAP server without encryption and writes down what is said. */
async function tappedLine(greeting: string): Promise<TappedLine> {
  const lines: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write(`${greeting}\r\n`);
    socket.on('data', (chunk: Buffer) => {
      for (const line of chunk.toString().trim().split('\r\n')) {
        lines.push(line);
        const [tag = '*', command = ''] = line.split(' ');
        if (/^CAPABILITY$/i.test(command)) socket.write('* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n');
        socket.write(`${tag} OK done\r\n`);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port, heard: () => lines };
}
