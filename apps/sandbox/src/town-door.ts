import { createHmac, randomUUID } from 'node:crypto';

const ANSWER_LIMIT_MS = 10_000;
const MAX_WORDS = 300;

export type TownAnswer =
  | { readonly kind: 'taken' }
  /** Will not be taken however often it comes. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Comes again. */
  | { readonly kind: 'away'; readonly reason: string };

/** The town's webhooks, knocked at as a provider does. */
export class TownDoor {
  private readonly closing = new AbortController();

  constructor(private readonly townUrl: string) {}

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
    try {
      const answer = await fetch(new URL(`/webhooks/${accountCode}`, this.townUrl), {
        method: 'POST',
        headers: {
          'content-type': body.contentType,
          'webhook-id': id,
          'webhook-timestamp': timestamp,
          'webhook-signature': `v1,${signature}`,
        },
        body: new Uint8Array(body.bytes),
        signal: AbortSignal.any([this.closing.signal, AbortSignal.timeout(ANSWER_LIMIT_MS)]),
      });
      return answerOf(answer.status, await answer.text());
    } catch {
      return { kind: 'away', reason: 'the town does not answer' };
    }
  }

  isClosing(): boolean {
    return this.closing.signal.aborted;
  }

  close(): void {
    this.closing.abort();
  }
}

interface Body {
  readonly contentType: string;
  readonly bytes: Buffer;
}

function answerOf(status: number, text: string): TownAnswer {
  if (status >= 200 && status < 300) return { kind: 'taken' };
  const reason = `${status} ${text.slice(0, MAX_WORDS)}`;
  const comesAgain = status === 408 || status === 429 || status >= 500;
  return { kind: comesAgain ? 'away' : 'refused', reason };
}
