import { createHmac, randomUUID } from 'node:crypto';

import { errorCodeOf } from '#core/error/error-code';

const ANSWER_LIMIT_MS = 10_000;
const MAX_WORDS = 300;

export type TownAnswer =
  | { readonly kind: 'taken' }
  /** Will not be taken however often it comes. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Comes again. */
  | { readonly kind: 'away'; readonly reason: string };

/** What one request to the town led to. */
export type Knock =
  | { readonly kind: 'answered'; readonly status: number; readonly text: string }
  /** No connection: nothing was sent. */
  | { readonly kind: 'unreached' }
  /** Connected, and no whole answer within the limit. */
  | { readonly kind: 'silent' };

export interface TownRequest {
  /** Absent: POST. */
  readonly method?: 'GET';
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  readonly limitMs: number;
}

/** The town's webhooks, knocked at as a provider does. */
export class TownDoor {
  private readonly closing = new AbortController();

  /** @param townUrl where the town listens on this machine. */
  constructor(readonly townUrl: string) {}

  /**
   * One POST, signed as Standard Webhooks (version 1) says: HMAC-SHA256 over `id.timestamp.body`.
   *
   * @param secret `whsec_` and base64.
   */
  async post(accountCode: string, secret: string, body: Body): Promise<TownAnswer> {
    const id = `msg_${randomUUID()}`;
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const signature = createHmac('sha256', Buffer.from(secret.replace(/^whsec_/, ''), 'base64'))
      .update(`${id}.${timestamp}.`)
      .update(body.bytes)
      .digest('base64');
    const knock = await this.knock({
      path: `/webhooks/${accountCode}`,
      headers: {
        'content-type': body.contentType,
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': `v1,${signature}`,
      },
      bytes: body.bytes,
      limitMs: ANSWER_LIMIT_MS,
    });
    return answerOf(knock);
  }

  /** One request of a provider that signs in its own way; redirects are answers like any other. */
  async knock({ method, path, headers, bytes, limitMs }: TownRequest): Promise<Knock> {
    const asked =
      method === undefined ? { method: 'POST', body: new Uint8Array(bytes) } : { method };
    try {
      const answer = await fetch(new URL(path, this.townUrl), {
        ...{ ...asked, headers, redirect: 'manual' },
        signal: AbortSignal.any([this.closing.signal, AbortSignal.timeout(limitMs)]),
      });
      return { kind: 'answered', status: answer.status, text: await answer.text() };
    } catch (error) {
      const { cause } = Object(error) as { readonly cause?: unknown };
      return { kind: isUnreached(errorCodeOf(cause)) ? 'unreached' : 'silent' };
    }
  }

  /** Aborts when the sandbox ends. */
  get ending(): AbortSignal {
    return this.closing.signal;
  }

  close(): void {
    this.closing.abort();
  }
}

interface Body {
  readonly contentType: string;
  readonly bytes: Buffer;
}

const connectFailures = ['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT'];

function isUnreached(code: string): boolean {
  return connectFailures.includes(code);
}

function answerOf(knock: Knock): TownAnswer {
  if (knock.kind !== 'answered') return { kind: 'away', reason: 'the town does not answer' };
  const { status, text } = knock;
  if (status >= 200 && status < 300) return { kind: 'taken' };
  const reason = `${status} ${text.slice(0, MAX_WORDS)}`;
  const comesAgain = status === 408 || status === 429 || status >= 500;
  return { kind: comesAgain ? 'away' : 'refused', reason };
}
