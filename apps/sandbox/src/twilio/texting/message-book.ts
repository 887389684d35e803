import type { LedgerLine } from '../../ledger.js';
import { citizenOf, type Media, type Message } from './message.js';
import { messageFactsOf, type TextFacts } from './message-lines.js';

/** A text that the town was told is not taken. */
export interface RefusedText {
  readonly at: string;
  readonly to: string;
  readonly code: number;
  readonly words: string;
}

const MOST_MESSAGES = 100_000;
const MOST_REFUSALS = 1_000;
const MOST_MEDIA_BYTES = 128 * 1024 * 1024;

/** Everything that the ledger says about texts: the same lines make the same book. */
export class MessageBook {
  private readonly messages = new Map<string, Message>();
  private readonly media = new Map<string, Media>();
  private readonly optedOut = new Set<string>();
  private readonly refusals: RefusedText[] = [];

  /** A line as it was appended, now or in an earlier life. */
  apply(line: LedgerLine): void {
    const facts = messageFactsOf(line);
    if (facts === null) return;
    switch (facts.what) {
      case 'text':
        this.addText(facts, line);
        break;
      case 'media':
        this.addMedia(mediaOf(facts, line));
        break;
      case 'status':
        this.change(facts.sid, { ...facts, updatedAt: Date.parse(line.at) });
        break;
      case 'refusal':
        this.refusals.push({ ...facts, at: line.at });
        if (this.refusals.length > MOST_REFUSALS) this.refusals.shift();
        break;
      case 'way': {
        const { missed } = facts;
        const way = missed === null ? ARRIVED : ({ kind: 'missed', reason: missed } as const);
        this.change(facts.sid, { way });
      }
    }
  }

  find(accountSid: string, sid: string): Message | null {
    const message = this.messages.get(sid);
    return message?.accountSid === accountSid ? message : null;
  }

  /** Newest first, as the API lists. */
  ofAccount(accountSid: string): readonly Message[] {
    const all = [...this.messages.values()].filter((message) => message.accountSid === accountSid);
    // What came later lies further down, also within one millisecond.
    return all.toReversed().toSorted((one, other) => other.createdAt - one.createdAt);
  }

  mediaOf(messageSid: string): readonly Media[] {
    return [...this.media.values()].filter((media) => media.messageSid === messageSid);
  }

  findMedia(accountSid: string, sid: string): Media | null {
    const media = this.media.get(sid);
    return media?.accountSid === accountSid ? media : null;
  }

  isOptedOut(accountSid: string, number: string): boolean {
    return this.optedOut.has(`${accountSid} ${number}`);
  }

  refusedTo(number: string): readonly RefusedText[] {
    return this.refusals.filter(({ to }) => to === number);
  }

  private addText(facts: TextFacts, { id, at }: LedgerLine): void {
    const message = messageOf(facts, id, at);
    this.messages.set(message.sid, message);
    const [oldest] = this.messages.keys();
    if (this.messages.size > MOST_MESSAGES && oldest !== undefined) this.messages.delete(oldest);
    const key = `${message.accountSid} ${citizenOf(message)}`;
    if (facts.optOutType === 'STOP') this.optedOut.add(key);
    if (facts.optOutType === 'START') this.optedOut.delete(key);
  }

  private addMedia(added: Media): void {
    this.media.set(added.sid, added);
    const newestFirst = [...this.media.values()].toReversed();
    let bytes = 0;
    for (const media of newestFirst) {
      bytes += media.bytes?.length ?? 0;
      if (bytes > MOST_MEDIA_BYTES) media.bytes = null;
    }
  }

  private change(sid: string, changed: Partial<Message>): void {
    const message = this.messages.get(sid);
    if (message === undefined) return;
    const { status, errorCode, updatedAt, way } = { ...message, ...changed };
    Object.assign(message, { status, errorCode, updatedAt, way });
  }
}

const ARRIVED = { kind: 'arrived' } as const;

function messageOf(facts: TextFacts, lineId: string, at: string): Message {
  const { account, service, ...told } = facts;
  const { sid, direction, from, to, body, numMedia, statusCallback } = told;
  return {
    ...{ sid, lineId, accountSid: account, direction, from, to, body, numMedia },
    ...{ serviceSid: service, statusCallback, createdAt: Date.parse(facts.createdAt) },
    status: firstStatusOf(facts),
    errorCode: null,
    updatedAt: Date.parse(at),
    way: { kind: 'on-its-way' },
  };
}

function firstStatusOf({ direction, service }: TextFacts): Message['status'] {
  switch (direction) {
    case 'inbound':
      return 'received';
    case 'outbound-api':
      return service === null ? 'queued' : 'accepted';
    case 'outbound-reply':
      return 'delivered';
  }
}

function mediaOf(
  facts: {
    readonly account: string;
    readonly sid: string;
    readonly message: string;
    readonly contentType: string;
  },
  line: LedgerLine,
): Media {
  const { account, message, sid, contentType } = facts;
  return {
    ...{ sid, accountSid: account, messageSid: message, contentType },
    createdAt: Date.parse(line.at),
    bytes: line.raw === null ? null : Buffer.from(line.raw, 'base64'),
  };
}
