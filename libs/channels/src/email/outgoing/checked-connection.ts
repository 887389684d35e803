import type { NodemailerError } from 'nodemailer';
import SMTPConnection, { type SMTPConnectionAuth } from 'nodemailer/lib/smtp-connection';
import XOAuth2 from 'nodemailer/lib/xoauth2';

import type { ChannelTools } from '#core/channel/definition';

import type { EmailSettings } from '../settings.js';
import { connectionOptions } from './connection-options.js';
import { authentication } from './sign-in.js';

/** The library sends single commands only where it signs in by a method of ours. */
const ASK_FOR_SENDER = 'X-ASK-FOR-SENDER';

/** A connection that goes as far as a mail would go, and no further; each step once, in this order. */
export class CheckedConnection {
  private readonly connection: SMTPConnection;

  constructor(
    private readonly settings: EmailSettings,
    private readonly tools: Pick<ChannelTools, 'clock'>,
    private readonly signal: AbortSignal,
  ) {
    const { address } = settings;
    this.connection = new SMTPConnection({
      ...connectionOptions(settings),
      customAuth: {
        [ASK_FOR_SENDER]: async (server) => {
          // Many servers judge the sender only when they hear a recipient (Postfix: smtpd_delay_reject).
          for (const command of [`MAIL FROM:<${address}>`, `RCPT TO:<${address}>`]) {
            const { status } = await server.sendCommand(command);
            if (status < 500) continue;
            // The library adds the server's answer to it.
            server.reject(new Error(`${command} was refused`));
            return;
          }
          await server.sendCommand('RSET');
          server.resolve();
        },
      },
    });
    // Every step listens for itself; an error between two of them is told by the next.
    this.connection.on('error', () => undefined);
  }

  /** Null when the server is reached and the link is as safe as the settings demand. */
  connect(): Promise<NodemailerError | null> {
    return this.step((done) => this.connection.connect((error) => done(error ?? null)));
  }

  signIn(): Promise<NodemailerError | null> {
    const auth = authentication(this.settings, this.tools, this.signal);
    if (auth === null) return Promise.resolve(null);
    const { user, pass } = auth;
    const login: SMTPConnectionAuth =
      auth.type === 'OAuth2' ? { user, oauth2: new XOAuth2(auth) } : { user, pass };
    return this.step((done) => this.connection.login(login, done));
  }

  /** Null when the server would take a mail of ours; the half-begun one is taken back. */
  askForSender(): Promise<NodemailerError | null> {
    return this.step((done) => this.connection.login({ method: ASK_FOR_SENDER }, done));
  }

  close(): void {
    this.connection.close();
  }

  private step(
    begin: (done: (error: NodemailerError | null) => void) => void,
  ): Promise<NodemailerError | null> {
    return new Promise((resolve) => {
      const stop = (): void => resolve(Object.assign(new Error('Stopped.'), { code: 'EABORT' }));
      if (this.signal.aborted) {
        stop();
        return;
      }
      this.signal.addEventListener('abort', stop, { once: true });
      this.connection.once('error', resolve);
      this.connection.once('end', () => resolve(new Error('The server hung up.')));
      begin(resolve);
    });
  }
}
