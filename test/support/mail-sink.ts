import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';

/** A mail as it was taken, byte for byte. */
export interface SunkMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
  /** Who had signed in. */
  readonly user: string | null;
}

export interface SinkFault {
  /** `content`: as the message begins to arrive, where it can only be cut; `answer`: after its final dot. */
  readonly step: 'connect' | 'sender' | 'recipient' | 'content' | 'answer';
  readonly action:
    | { readonly reply: string }
    | { readonly delayMs: number }
    /** The link is cut; at `answer` the mail is not kept. */
    | 'cut'
    /** At `answer`: the mail is kept, then the link is cut. */
    | 'take-and-cut';
  /** Only mails to this address; not for `connect` and `sender`. */
  readonly recipient?: string;
  /** How often; absent: until `calm`. */
  readonly times?: number;
}

export interface MailSink {
  readonly host: string;
  readonly port: number;
  /** What was taken, oldest first. */
  readonly mails: readonly SunkMail[];
  /** How many connections were opened so far. */
  readonly connections: number;
  /** How often each address was asked for. */
  readonly asked: ReadonlyMap<string, number>;
  fail(fault: SinkFault): void;
  /** Ends all faults. */
  calm(): void;
  /** Cuts every open connection, as a server does that restarts. */
  cutAll(): void;
  close(): Promise<void>;
}

export interface SinkOptions extends SMTPServerOptions {
  /** Then nobody else may send. */
  readonly signIn?: { readonly user: string; readonly password: string; readonly token?: string };
}

const EMPTY_LINES = /(?:\r\n)*$/;

/**
 * A mail server that takes everything and fails as it is told. Without `secure` or a STARTTLS of its
 * own it speaks in the clear.
 *
 * @example
 * const sink = await startMailSink();
 * sink.fail({ step: 'recipient', action: { reply: '450 4.7.1 Greylisted' }, times: 1 });
 * await sink.close();
 */
export async function startMailSink(options: SinkOptions = {}): Promise<MailSink> {
  const sink = new Sink(options);
  await sink.listen();
  return sink;
}

class Sink implements MailSink {
  readonly host = '127.0.0.1';
  port = 0;
  readonly mails: SunkMail[] = [];
  readonly asked = new Map<string, number>();
  connections = 0;
  private faults: { readonly fault: SinkFault; left: number }[] = [];
  private readonly sockets = new Map<number, Socket>();
  private readonly server: SMTPServer;

  constructor({ signIn, ...options }: SinkOptions) {
    this.server = new SMTPServer({
      logger: false,
      disableReverseLookup: true,
      authOptional: signIn === undefined,
      allowInsecureAuth: true,
      maxAllowedUnauthenticatedCommands: false,
      authMethods: ['PLAIN', 'LOGIN', 'XOAUTH2'],
      ...(options.secure !== true && { disabledCommands: ['STARTTLS'] }),
      onConnect: (session, done) => this.meet('connect', session, done),
      onAuth: ({ username, password, accessToken }, _session, done) => {
        const known =
          username === signIn?.user &&
          (accessToken === undefined
            ? password === signIn?.password
            : accessToken === signIn?.token);
        if (known) done(null, { user: username });
        else if (accessToken !== undefined) done(null, { data: { status: '401' } });
        else done(null, { message: '5.7.8 Authentication failed' });
      },
      onMailFrom: (_address, session, done) => this.meet('sender', session, done),
      onRcptTo: ({ address }, session, done) => {
        this.asked.set(address, (this.asked.get(address) ?? 0) + 1);
        this.meet('recipient', session, done, [address]);
      },
      onData: (stream, session, done) => {
        const chunks: Buffer[] = [];
        const content = this.take('content', recipientsOf(session));
        if (content?.action === 'cut') stream.once('data', () => this.cut(session));
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.once('end', () => this.answer(session, Buffer.concat(chunks), done));
      },
      ...options,
    });
    this.server.on('error', () => undefined);
  }

  async listen(): Promise<void> {
    const { server } = this.server;
    // Node 20 crashes when the socket below a TLS socket is destroyed.
    server.on(this.server.options.secure ? 'secureConnection' : 'connection', (socket: Socket) => {
      const { remotePort = 0 } = socket;
      this.connections += 1;
      this.sockets.set(remotePort, socket);
      socket.once('close', () => this.sockets.delete(remotePort));
    });
    this.server.listen(0, this.host);
    await once(server, 'listening');
    this.port = (server.address() as AddressInfo).port;
  }

  fail(fault: SinkFault): void {
    this.faults.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
  }

  calm(): void {
    this.faults = [];
  }

  cutAll(): void {
    for (const socket of this.sockets.values()) socket.destroy();
  }

  async close(): Promise<void> {
    this.cutAll();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private answer(session: SMTPServerSession, raw: Buffer, done: (error?: Error) => void): void {
    const to = recipientsOf(session);
    const fault = this.take('answer', to);
    const keep = (): void => {
      const { mailFrom } = session.envelope;
      const from = mailFrom === false ? '' : mailFrom.address;
      const user = typeof session.user === 'string' ? session.user : null;
      this.mails.push({ from, to, raw, user });
    };
    if (fault === null || fault.action === 'take-and-cut' || isDelay(fault)) keep();
    this.act(fault, session, done);
  }

  private meet(
    step: SinkFault['step'],
    session: SMTPServerSession,
    done: (error?: Error) => void,
    recipients: readonly string[] = [],
  ): void {
    this.act(this.take(step, recipients), session, done);
  }

  private act(
    fault: SinkFault | null,
    session: SMTPServerSession,
    done: (error?: Error) => void,
  ): void {
    if (fault === null) done();
    else if (typeof fault.action === 'string') this.cut(session);
    else if ('reply' in fault.action) done(replyError(fault.action.reply));
    else void pause(fault.action.delayMs, undefined, { ref: false }).then(() => done());
  }

  /** The first fault that fits, once less from now on. */
  private take(step: SinkFault['step'], recipients: readonly string[]): SinkFault | null {
    const found = this.faults.find(
      ({ fault, left }) =>
        left > 0 &&
        fault.step === step &&
        (fault.recipient === undefined || recipients.includes(fault.recipient)),
    );
    if (found === undefined) return null;
    found.left -= 1;
    return found.fault;
  }

  private cut({ remotePort }: SMTPServerSession): void {
    this.sockets.get(remotePort)?.destroy();
  }
}

/** The header fields of a taken mail: names in lower case, values unfolded. */
export function headerOf({ raw }: SunkMail): ReadonlyMap<string, string> {
  const [head = ''] = raw.toString('latin1').split('\r\n\r\n', 1);
  const lines = head
    .replaceAll(/\r\n[ \t]+/g, ' ')
    .replace(EMPTY_LINES, '')
    .split('\r\n');
  return new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}

function recipientsOf({ envelope }: SMTPServerSession): string[] {
  return envelope.rcptTo.map(({ address }) => address);
}

function isDelay({ action }: SinkFault): boolean {
  return typeof action === 'object' && 'delayMs' in action;
}

function replyError(reply: string): Error {
  const [code = ''] = reply.split(' ', 1);
  return Object.assign(new Error(reply.slice(code.length + 1)), { responseCode: Number(code) });
}
