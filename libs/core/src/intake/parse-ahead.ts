import type { ChannelAccounts } from '../account/channel-accounts.js';
import type { FileStore } from '../file/file-store.js';
import { laneOf } from '../identity/binary-key.js';
import type { ChannelAccountId, EnvelopeId } from '../identity/ids.js';
import { pause } from '../time/turns.js';
import { EnvelopeParser, type Parse, type ParseResult } from './parse-envelope.js';
import type { PeekedEnvelope, PendingEnvelope, RegistrationStore } from './registration-store.js';

export interface ParsePorts {
  readonly store: Pick<RegistrationStore, 'peekPending' | 'readEnvelopes' | 'batchSize'>;
  readonly accounts: ChannelAccounts;
  readonly files: Pick<FileStore, 'read'>;
}

/** A batch waits so long for the next of what is being parsed; then it goes without. */
const PATIENCE_MS = 100;
/** And not more often than this: other channels wait for it too. */
const WAITS = 3;
/** How much is being parsed or ready: this batch, and while it is written the next one. */
const BATCHES_AHEAD = 2;
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
  private finished = 0;
  private readonly parser: EnvelopeParser;

  constructor(private readonly ports: ParsePorts) {
    this.parser = new EnvelopeParser(ports.files);
  }

  /**
   * Begins with what the next batch of these lanes may take, and waits for it a little; begins with
   * the batch of the lanes `afterwards` too, so that the parsers work while this one is written.
   */
  async prepare(lanes: readonly number[], afterwards: readonly number[] = []): Promise<void> {
    const { store, accounts } = this.ports;
    const isNeeded = accounts.enabled().some(({ adapter }) => adapter.parse !== undefined);
    if (!isNeeded && !this.somethingWaits) return;
    const limit = BATCHES_AHEAD * store.batchSize;
    const candidates = await store.peekPending([...lanes, ...afterwards], limit);
    this.somethingWaits = false;
    this.forgetSuperfluous(candidates);
    const isNext = nextBatch(lanes, Math.floor(store.batchSize / Math.max(1, lanes.length)));
    const next = candidates.filter(isNext);
    const others = candidates.filter((candidate) => !next.includes(candidate));
    await this.beginAll([...next, ...others]);
    await this.waitFor(next.flatMap(({ id }) => this.underWay.get(id) ?? []));
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

  /** As long as results keep coming: what takes long on its own is not waited for. */
  private async waitFor(begun: readonly Promise<void>[]): Promise<void> {
    if (begun.length === 0) return;
    const all = Promise.all(begun).then(() => true);
    for (let waits = 0; waits < WAITS; waits += 1) {
      const { finished } = this;
      const done = await Promise.race([all, pause(PATIENCE_MS).then(() => false)]);
      if (done || finished === this.finished) return;
    }
  }

  private async beginAll(candidates: readonly PeekedEnvelope[]): Promise<void> {
    const unknown = candidates.filter(
      ({ id, channelAccountId }) =>
        !this.results.has(id) && !this.underWay.has(id) && this.parserOf(channelAccountId) !== null,
    );
    if (unknown.length === 0) return;
    const envelopes = await this.ports.store.readEnvelopes(unknown.map(({ id }) => id));
    const byId = new Map(envelopes.map((envelope) => [envelope.id, envelope]));
    for (const { id } of unknown) this.begin(byId.get(id));
  }

  private begin(envelope: PendingEnvelope | undefined): void {
    const parse = envelope === undefined ? null : this.parserOf(envelope.channelAccountId);
    if (envelope === undefined || parse === null) return;
    const { id } = envelope;
    const parsing = this.parser.parse(envelope, parse).then((result) => {
      this.underWay.delete(id);
      this.finished += 1;
      if (result !== null) this.results.set(id, result);
    });
    this.underWay.set(id, parsing);
  }

  private parserOf(id: ChannelAccountId): Parse | null {
    const account = this.ports.accounts.byId(id);
    if (account === 'broken' || account === 'unknown') return null;
    return account.adapter.parse?.bind(account.adapter) ?? null;
  }

  private forgetSuperfluous(candidates: readonly PeekedEnvelope[]): void {
    if (this.results.size <= KEPT_RESULTS) return;
    const wanted = new Set(candidates.map(({ id }) => id));
    for (const id of this.results.keys()) if (!wanted.has(id)) this.results.delete(id);
  }
}

/** Whether an envelope, asked for in order, is among the first of its lane. */
function nextBatch(lanes: readonly number[], share: number): (envelope: PeekedEnvelope) => boolean {
  const left = new Map(lanes.map((lane) => [lane, Math.max(1, share)]));
  return ({ identityKey }) => {
    const lane = laneOf(identityKey);
    const places = left.get(lane) ?? 0;
    left.set(lane, places - 1);
    return places > 0;
  };
}
