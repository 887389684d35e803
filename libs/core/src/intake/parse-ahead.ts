import type { ChannelAccounts } from '../account/channel-accounts.js';
import type { ChannelAdapter } from '../channel/adapter.js';
import type { StoredEnvelope } from '../channel/envelope.js';
import type { FileStore } from '../file/file-store.js';
import { laneOf } from '../identity/binary-key.js';
import type { ChannelAccountId, EnvelopeId } from '../identity/ids.js';
import { pause } from '../time/turns.js';
import type { PendingEnvelope, RegistrationStore } from './registration-store.js';

export interface ParsePorts {
  readonly store: Pick<RegistrationStore, 'peekPending' | 'batchSize'>;
  readonly accounts: ChannelAccounts;
  readonly files: Pick<FileStore, 'read'>;
}

export type ParseResult =
  { readonly kind: 'parsed'; readonly value: unknown } | { readonly kind: 'failed' };

/** A batch waits so long for what is being parsed; then it goes without. */
const PATIENCE_MS = 100;
/** Results that colleagues made superfluous are thrown away above this number. */
const KEPT_RESULTS = 256;

/**
 * Parses, before a batch is taken and outside of its transaction, what channels parse outside of
 * this process. A batch takes, in order, only what is ready; what takes long holds up its own lane
 * and nobody else's.
 */
export class ParseAhead {
  private readonly results = new Map<EnvelopeId, ParseResult>();
  private readonly underWay = new Map<EnvelopeId, Promise<void>>();
  /** Something was not ready although no enabled account parses: a disabled one has left it. */
  private somethingWaits = false;

  constructor(private readonly ports: ParsePorts) {}

  /** Begins with what the next batch of these lanes may take, and waits for it a little. */
  async prepare(lanes: readonly number[]): Promise<void> {
    const { store, accounts } = this.ports;
    const isNeeded = accounts.enabled().some(({ adapter }) => adapter.parse !== undefined);
    if (!isNeeded && !this.somethingWaits) return;
    const candidates = await store.peekPending(lanes, store.batchSize);
    this.somethingWaits = false;
    this.forgetSuperfluous(candidates);
    const begun = candidates.flatMap((envelope) => this.begin(envelope) ?? []);
    if (begun.length > 0) await Promise.race([Promise.all(begun), pause(PATIENCE_MS)]);
  }

  /** The envelopes that can be registered now: behind one that is not ready, its lane waits. */
  ready(pending: readonly PendingEnvelope[]): readonly PendingEnvelope[] {
    const waiting = new Set<number>();
    return pending.filter((envelope) => {
      const lane = laneOf(envelope.identityKey);
      const isReady =
        this.parserOf(envelope.channelAccountId) === null || this.results.has(envelope.id);
      if (!isReady) waiting.add(lane);
      this.somethingWaits ||= !isReady;
      return !waiting.has(lane);
    });
  }

  /** Null: its channel does not parse. */
  resultOf(id: EnvelopeId): ParseResult | null {
    return this.results.get(id) ?? null;
  }

  /** These are registered for good. */
  forget(envelopes: readonly Pick<PendingEnvelope, 'id'>[]): void {
    for (const { id } of envelopes) this.results.delete(id);
  }

  /** @returns what to wait for; null when there is nothing to parse. */
  private begin(envelope: PendingEnvelope): Promise<void> | null {
    const { id } = envelope;
    const parse = this.parserOf(envelope.channelAccountId);
    if (parse === null || this.results.has(id)) return null;
    const known = this.underWay.get(id);
    if (known !== undefined) return known;
    const parsing = this.parse(envelope, parse).then((result) => {
      this.underWay.delete(id);
      if (result !== null) this.results.set(id, result);
    });
    this.underWay.set(id, parsing);
    return parsing;
  }

  /** @returns null when the bytes could not be read now: the next look tries again. */
  private async parse(pending: PendingEnvelope, parse: Parse): Promise<ParseResult | null> {
    let raw: Buffer | null;
    try {
      raw = pending.raw ?? (await this.ports.files.read(pending.rawSha256));
    } catch {
      return null;
    }
    // Registration says what is missing.
    if (raw === null) return { kind: 'failed' };
    const envelope: StoredEnvelope = { ...pending, raw };
    try {
      return { kind: 'parsed', value: await parse(envelope, new AbortController().signal) };
    } catch {
      return { kind: 'failed' };
    }
  }

  private parserOf(id: ChannelAccountId): Parse | null {
    const account = this.ports.accounts.byId(id);
    if (account === 'broken' || account === 'unknown') return null;
    return account.adapter.parse?.bind(account.adapter) ?? null;
  }

  private forgetSuperfluous(candidates: readonly PendingEnvelope[]): void {
    if (this.results.size <= KEPT_RESULTS) return;
    const wanted = new Set(candidates.map(({ id }) => id));
    for (const id of this.results.keys()) if (!wanted.has(id)) this.results.delete(id);
  }
}

type Parse = NonNullable<ChannelAdapter['parse']>;
