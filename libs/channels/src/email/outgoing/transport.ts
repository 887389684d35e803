import type { Readable } from 'node:stream';

import {
  createTransport,
  type NodemailerError,
  type SendMailOptions,
  type Transporter,
} from 'nodemailer';
import type { SMTPPoolOptions, SMTPPoolSentMessageInfo } from 'nodemailer/lib/smtp-pool';

import type { ChannelTools } from '#core/channel/definition';

import type { EmailSettings } from '../settings.js';
import { connectionOptions } from './connection-options.js';
import { renderMail } from './render-mail.js';
import { authentication } from './sign-in.js';

/** How the handing over of one mail to the server ended. */
export type HandOver =
  | {
      readonly kind: 'answered';
      readonly info: Pick<SMTPPoolSentMessageInfo, 'rejected' | 'rejectedErrors'>;
    }
  | {
      readonly kind: 'failed';
      readonly error: NodemailerError;
      /**
       * Whether a byte of the message may have left. Until then the server has nothing that it could
       * deliver; from then on only its answer tells.
       */
      readonly contentBegan: boolean;
    };

/** The connections of one account to its outgoing server, kept open between mails. */
export class OutgoingMail {
  private readonly transporter: Transporter<SMTPPoolSentMessageInfo, SMTPPoolOptions>;
  private readonly closing = new AbortController();
  /** The contents made for each mail under way, by its signal. */
  private readonly contents = new WeakMap<AbortSignal, Readable[]>();

  constructor(settings: EmailSettings, tools: Pick<ChannelTools, 'clock'>) {
    const { connections } = settings.outgoing;
    const auth = authentication(settings, tools, this.closing.signal);
    this.transporter = createTransport({
      ...connectionOptions(settings),
      ...(auth !== null && { auth, forceAuth: true }),
      pool: true,
      maxConnections: connections,
      // Each of them may have died while it was idle; a mail of which nothing left takes the next.
      maxRequeues: connections,
    });
    this.transporter.use('stream', ({ data, message }, done) => {
      message.processFunc((content) => {
        if (data.signal !== undefined) this.contents.get(data.signal)?.push(content);
        return content;
      });
      done();
    });
  }

  /** One attempt to hand one mail over; never throws. Ends at once when the signal aborts. */
  handOver(mail: SendMailOptions, signal: AbortSignal): Promise<HandOver> {
    const cut = new AbortController();
    const contents: Readable[] = [];
    this.contents.set(cut.signal, contents);
    const failed = (error: NodemailerError): HandOver => ({
      kind: 'failed',
      error,
      // True as soon as the library read from it, which it does only after the server's 354.
      contentBegan: contents.some(({ readableDidRead }) => readableDidRead),
    });
    return new Promise((resolve) => {
      const abandon = (): void => {
        resolve(failed(Object.assign(new Error('It was cut off.'), { code: 'EABORT' })));
        cut.abort();
      };
      if (signal.aborted) {
        abandon();
        return;
      }
      signal.addEventListener('abort', abandon, { once: true });
      this.transporter.sendMail({ ...rendered(mail), signal: cut.signal }, (error, info) => {
        signal.removeEventListener('abort', abandon);
        resolve(error === null ? { kind: 'answered', info } : failed(error));
      });
    });
  }

  /** Idle connections end at once, busy ones with their mail. */
  close(): Promise<void> {
    this.closing.abort();
    this.transporter.close();
    return Promise.resolve();
  }
}

/** A mail without an envelope of its own is left to the library, which takes it from the fields. */
function rendered(mail: SendMailOptions): SendMailOptions {
  const { envelope } = mail;
  const raw = envelope === undefined ? null : renderMail(mail);
  return raw === null ? mail : { envelope, raw };
}
