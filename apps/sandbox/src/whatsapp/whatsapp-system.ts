import { createHash } from 'node:crypto';

import type { LedgerLine, NewLine } from '../ledger.js';
import type { ProviderTools } from '../provider.js';
import { recentLines } from '../recent-lines.js';
import { applyLine, citizenFacts, recordOf } from './chat-record.js';
import { type Chat, Chats } from './chats.js';
import { type Citizen, usernameOf } from './citizen.js';
import type { GraphError } from './graph/graph-error.js';
import { MediaStore } from './media-store.js';
import { citizenMessage, type KeptFile, type MessageContent } from './webhook/citizen-message.js';
import { eventOf, isWebhookEvent } from './webhook/event-line.js';
import { metaJson } from './webhook/meta-signature.js';
import { type NoticeSubject, statusNotice, type StatusStep } from './webhook/status-plan.js';
import { Subscription } from './webhook/subscription.js';
import { WayToTown } from './webhook/way-to-town.js';
import { webhookBody } from './webhook/webhook-body.js';
import { type Ending, WebhookPost } from './webhook/webhook-post.js';
import type { WhatsAppAccount } from './whatsapp-account.js';
import { writerFaults } from './whatsapp-faults.js';

const MOST_UNFINISHED = 500;
const THREE_DAYS_MS = 3 * 24 * 60 * 60 * 1_000;

/** What a citizen sends at once. */
export interface Letter {
  readonly citizen: Citizen;
  readonly contents: readonly MessageContent[];
  readonly quotes: string | null;
}

/** WhatsApp itself: every chat, what the town sent into it, and the webhooks that tell the town of it. */
export class WhatsAppSystem {
  readonly chats = new Chats();
  readonly media: MediaStore;
  readonly subscription: Subscription;
  private readonly post: WebhookPost;
  private readonly way: WayToTown;

  constructor(
    private readonly provider: string,
    readonly account: WhatsAppAccount,
    readonly tools: Pick<ProviderTools, 'ledger' | 'door' | 'faults'>,
  ) {
    this.media = new MediaStore(account.settings.accessToken);
    this.subscription = new Subscription(provider, account, tools);
    const parts = {
      ...{ provider, account, tools },
      bodyOf: (lines: readonly LedgerLine[]) => metaJson(webhookBody(account, lines.map(eventOf))),
      settle: (line: LedgerLine, ending: Ending) => this.settle(line, ending),
    };
    this.post = new WebhookPost(parts, this.subscription.confirmed);
    this.way = new WayToTown(provider, tools, this.post);
  }

  /** Makes the chats of the ledger. @returns what the town had not taken yet. */
  async remember(): Promise<readonly LedgerLine[]> {
    const { lines, answers } = await recentLines(this.tools.ledger, this.provider);
    const unfinished: LedgerLine[] = [];
    for (const line of lines) {
      applyLine(this.chats, this.media, line);
      const answer = answers.get(line.id)?.facts['answer'];
      if (answer === 'arrived' || answer === 'given-up') this.settle(line, answer);
      else if (isWebhookEvent(line)) unfinished.push(line);
    }
    return unfinished.slice(-MOST_UNFINISHED);
  }

  /** The handshake, then what the town had not taken when the sandbox ended. */
  resume(unfinished: readonly LedgerLine[]): void {
    void this.subscription.ask().catch(() => undefined);
    for (const line of unfinished) void this.post.call([line]).catch(() => undefined);
  }

  /** A citizen sends. Resolves with the first try to bring each message. */
  async write({ citizen, contents, quotes }: Letter): Promise<void> {
    for (const content of contents) {
      if (content.kind === 'file') await this.keepFile(content.file, 'minted');
      const fault = await this.misbehaviour(writerFaults);
      const known = this.chats.find(citizen.number)?.citizen.username ?? null;
      const username = fault === 'username-only' ? usernameOf(citizen) : known;
      const writer = { ...citizen, username };
      const at = new Date(Date.now() - (fault === 'three-days-late' ? THREE_DAYS_MS : 0));
      const message = citizenMessage(writer, { content, quotes, at });
      const raw = Buffer.from(JSON.stringify(message));
      const facts = { what: 'message', wamid: message.id, ...citizenFacts(writer) };
      await this.way.bring(await this.record({ kind: 'minted', facts, raw }));
    }
  }

  /** What the Graph API accepted from the town; once this resolves, the town may be told. */
  async accept(what: 'send' | 'read', raw: Buffer, facts: NewLine['facts']): Promise<void> {
    await this.record({ kind: 'accepted', facts: { what, ...facts, bodyHash: hashOf(raw) }, raw });
  }

  /** What it refused; in the chat as well where there is one. */
  async refuse(raw: Buffer, citizen: Citizen | null, error: GraphError): Promise<void> {
    const { status, code, message } = error;
    const whose = citizen === null ? {} : citizenFacts(citizen);
    const facts = { what: 'refusal', status, code, words: message, bodyHash: hashOf(raw) };
    await this.record({ kind: 'refused', facts: { ...facts, ...whose }, raw });
  }

  /** Tells the town what became of its message, one call. */
  async tell(subject: NoticeSubject, steps: readonly StatusStep[]): Promise<void> {
    const lines: LedgerLine[] = [];
    for (const step of steps) {
      const notice = statusNotice(subject, step, new Date());
      const whose = citizenFacts(subject.citizen);
      const facts = { what: 'status', wamid: notice.id, status: notice.status, ...whose };
      const raw = Buffer.from(JSON.stringify(notice));
      lines.push(await this.record({ kind: 'minted', facts, raw }));
    }
    await this.post.call(lines);
  }

  /** The citizen looks at the chat: whatever the town wrote there is read. */
  look({ citizen, bubbles }: Chat): void {
    for (const { wamid, writer, state, ownData, isTemplate } of bubbles) {
      if (writer !== 'town' || state.kind !== 'delivered') continue;
      const subject = { wamid, citizen, ownData, isTemplate };
      void this.tell(subject, [{ status: 'read' }]).catch(() => undefined);
    }
  }

  /** The window of 24 hours closes until the citizen writes again. */
  async letDayPass(citizen: Citizen): Promise<void> {
    const facts = { what: 'day', ...citizenFacts(citizen) };
    await this.record({ kind: 'minted', facts, raw: Buffer.alloc(0) });
  }

  async keepFile(file: KeptFile, kind: 'accepted' | 'minted'): Promise<void> {
    const { id: mediaId, contentType, filename, bytes: raw } = file;
    const facts = { what: 'media', mediaId, contentType, filename, bodyHash: hashOf(raw) };
    await this.record({ kind, facts, raw });
  }

  /** Uses up the first of these faults that was asked for. */
  async misbehaviour<Fault extends string>(codes: readonly Fault[]): Promise<Fault | null> {
    const { provider, tools } = this;
    const fault = tools.faults.take(provider, codes);
    if (fault === null) return null;
    await tools.ledger.append({ provider, kind: 'misbehaved', facts: { fault } });
    return fault;
  }

  close(): void {
    this.way.close();
    this.post.close();
    this.subscription.close();
  }

  private async record(line: Omit<NewLine, 'provider'>): Promise<LedgerLine> {
    const written = await this.tools.ledger.append({ provider: this.provider, ...line });
    applyLine(this.chats, this.media, written);
    return written;
  }

  private settle(line: LedgerLine, ending: Ending): void {
    if (recordOf(line)?.what !== 'message') return;
    const reason = 'the town did not take it in seven days';
    this.chats.settle(
      String(line.facts['wamid']),
      ending === 'arrived' ? { kind: 'delivered' } : { kind: 'failed', reason },
    );
  }
}

function hashOf(raw: Buffer): string {
  return createHash('sha256').update(raw).digest('hex');
}
