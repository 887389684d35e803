import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';

import {
  SMTPServer,
  type SMTPServerDataStream,
  type SMTPServerError,
  type SMTPServerSession,
} from 'smtp-server';

import type { FaultBoard } from '../fault-board.js';
import { MAIL_SYSTEM } from './mail-account.js';
import { messageFaults, recipientFaults } from './mail-faults.js';

const MAX_MAIL_BYTES = 36 * 1024 * 1024;
const CLOSE_LIMIT_MS = 500;

export interface SmtpEnvelope {
  /** Empty for mail that wants no report. */
  readonly returnPath: string;
  readonly recipients: readonly string[];
}

/** What a mail that was taken is answered with afterwards. */
export type Aftermath = 'bounce' | 'out-of-office' | null;

export interface SmtpDoorParts {
  readonly user: string;
  readonly password: string;
  /** The provider's name on the board. */
  readonly provider: string;
  readonly faults: FaultBoard;
  /** Resolves once the mail lies safe. */
  take(raw: Buffer, envelope: SmtpEnvelope, aftermath: Aftermath): Promise<void>;
  misbehaved(fault: string): Promise<void>;
}

/** The mail server that the town sends to: takes what its account sends, and misbehaves when told to. */
export class SmtpDoor {
  private readonly server: SMTPServer;

  constructor(private readonly parts: SmtpDoorParts) {
    this.server = new SMTPServer({
      ...{ name: MAIL_SYSTEM, banner: 'Townline sandbox', size: MAX_MAIL_BYTES },
      ...{ rejectOversized: true, disableReverseLookup: true, closeTimeout: CLOSE_LIMIT_MS },
      ...{ disabledCommands: ['STARTTLS'], allowInsecureAuth: true, logger: false },
      onAuth: ({ username, password }, _session, done) => {
        const known = username === parts.user && sameText(password ?? '', parts.password);
        if (known) done(null, { user: username });
        else done(answer(535, '5.7.8 This is not the town of this sandbox'));
      },
      onRcptTo: (_address, _session, done) => {
        this.recipientAnswer().then(done, done);
      },
      onData: (stream, session, done) => {
        this.receive(stream, session).then(
          (said) => (said === null ? undefined : done(said)),
          done,
        );
      },
    });
    // A client that goes away in the middle is no fault of the server.
    this.server.on('error', () => undefined);
  }

  async listen(port: number): Promise<void> {
    const listener = this.server.listen(port, '127.0.0.1');
    await once(listener, 'listening');
  }

  async close(): Promise<void> {
    for (const { id } of this.server.connections) this.cut(id);
    await new Promise<void>((resolve) => {
      this.server.close(resolve);
    });
  }

  private async recipientAnswer(): Promise<SMTPServerError | null> {
    const fault = this.parts.faults.take(this.parts.provider, recipientFaults);
    if (fault === null) return null;
    await this.parts.misbehaved(fault);
    return fault === 'refuse'
      ? answer(550, '5.1.1 No such mailbox here')
      : answer(451, '4.7.1 Greylisted, come again later');
  }

  /** @returns the answer to the final dot: an error, `undefined` for 250, null for none at all. */
  private async receive(
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
  ): Promise<Error | undefined | null> {
    const chunks: Buffer[] = [];
    for await (const chunk of stream) if (!stream.sizeExceeded) chunks.push(chunk as Buffer);
    if (stream.sizeExceeded) return answer(552, '5.3.4 Too large');
    const { parts } = this;
    const fault = parts.faults.take(parts.provider, messageFaults);
    if (fault !== null) await parts.misbehaved(fault);
    if (fault === 'cut-before') return this.cut(session.id);
    const aftermath = fault === 'bounce' || fault === 'out-of-office' ? fault : null;
    await parts.take(Buffer.concat(chunks), envelopeOf(session), aftermath);
    if (fault === 'cut-after') return this.cut(session.id);
    return fault === 'withhold' ? null : undefined;
  }

  /** As when a cable is pulled. */
  private cut(sessionId: string): null {
    for (const connection of this.server.connections) {
      if (connection.id === sessionId) connection._socket.destroy();
    }
    return null;
  }
}

function envelopeOf({ envelope }: SMTPServerSession): SmtpEnvelope {
  const { mailFrom, rcptTo } = envelope;
  return {
    returnPath: mailFrom === false ? '' : mailFrom.address,
    recipients: rcptTo.map(({ address }) => address),
  };
}

function answer(responseCode: number, message: string): SMTPServerError {
  return Object.assign(new Error(message), { responseCode });
}

function sameText(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}
