import type { Emergency } from '#core/emergency/emergency';
import type { EmergencyQuery } from '#core/emergency/emergency-store';
import type { ContactPointId, ServiceRequestId, StaffId } from '#core/identity/ids';
import type { BlockCount } from '#core/intake/block-cap';
import type {
  FailedSend,
  KnownConsent,
  KnownSender,
  PagedRequest,
  PendingEnvelope,
  ReferencedRequest,
  References,
  ReportedSend,
  SenderKeys,
} from '#core/intake/registration-store';
import type { SlaClock } from '#core/sla/sla-clock';
import type { Instant } from '#core/time/instant';

import { pagesOf } from './memory-alert-store.js';
import { knownConsent } from './memory-consent.js';
import type { MemoryDatabase } from './memory-database.js';
import { senderTold } from './memory-digest-store.js';
import { emergenciesFor } from './memory-emergency-rows.js';
import { failedSends } from './memory-failed-sends.js';
import { currentOf, referencedRequests } from './memory-references.js';
import type { EnvelopeRow } from './memory-rows.js';

/** What registration reads of the tables in memory. */
export class MemoryRegistrationReading {
  constructor(protected readonly database: MemoryDatabase) {}

  async lockLanes(lanes: readonly number[]): Promise<readonly number[]> {
    return this.run('lockLanes', lanes, () =>
      lanes.filter((lane) => !this.database.lanesTaken.has(lane)),
    );
  }

  async readPending(lanes: readonly number[], limit: number): Promise<readonly PendingEnvelope[]> {
    return this.run('readPending', lanes, () => {
      const share = Math.max(1, Math.floor(limit / lanes.length));
      const pending = pendingIn(this.database);
      return lanes
        .flatMap((lane) => pending.filter((row) => row.lane === lane).slice(0, share))
        .sort((one, other) => one.id - other.id)
        .map(asPending);
    });
  }

  async findSenders(
    keys: readonly SenderKeys[],
    acknowledgedAfter: Instant,
  ): Promise<readonly KnownSender[]> {
    return this.run('findSenders', keys, () =>
      keys.map(({ identityKey, addressKey }) => {
        const point = this.database.contactPoints.findUnique(0, addressKey.toString('hex'));
        const request = this.database.requests.findUnique(1, identityKey.toString('hex'));
        return {
          identityKey,
          addressKey,
          contactId: point?.contactId ?? null,
          contactPointId: point?.id ?? null,
          current: request === undefined ? null : currentOf(this.database, request),
          told: senderTold(this.database, point?.id ?? null, acknowledgedAfter),
        };
      }),
    );
  }

  async findReferences(references: References): Promise<readonly ReferencedRequest[]> {
    return this.run('findReferences', [references], () =>
      referencedRequests(this.database, references),
    );
  }

  async findConsent(ids: readonly ContactPointId[]): Promise<readonly KnownConsent[]> {
    return this.run('findConsent', ids, () => ids.map((id) => knownConsent(this.database, id)));
  }

  async findPausedClocks(ids: readonly ServiceRequestId[]): Promise<readonly SlaClock[]> {
    return this.run('findPausedClocks', ids, () =>
      this.database.clocks
        .all()
        .filter(({ requestId, state }) => ids.includes(requestId) && state === 'paused'),
    );
  }

  async findFailedSends(failures: readonly ReportedSend[]): Promise<readonly FailedSend[]> {
    if (failures.length === 0) return [];
    return this.run('findFailedSends', failures, () => failedSends(this.database, failures));
  }

  async findPages(people: readonly StaffId[], since: Instant): Promise<readonly PagedRequest[]> {
    return this.run('findPages', people, () => pagesOf(this.database, people, since));
  }

  async findBlocks(
    blocks: readonly string[],
    windowStartAt: Instant,
  ): Promise<readonly BlockCount[]> {
    return this.run('findBlocks', blocks, () =>
      this.database.blocks
        .all()
        .filter((row) => blocks.includes(row.block) && row.windowStartAt === windowStartAt),
    );
  }

  async lockEmergencies(query: EmergencyQuery): Promise<readonly Emergency[]> {
    return this.run('lockEmergencies', [query], () => emergenciesFor(this.database, query));
  }

  protected async run<Value>(
    statement: string,
    rows: readonly unknown[],
    work: () => Value,
  ): Promise<Value> {
    await Promise.resolve();
    this.database.onStatement(statement, rows);
    return work();
  }
}

/** Pending rows in arrival order. */
export function pendingIn(database: MemoryDatabase): EnvelopeRow[] {
  return database.envelopes
    .all()
    .filter((row) => row.outcome === null)
    .sort((one, other) => one.id - other.id);
}

export function asPending(row: EnvelopeRow): PendingEnvelope {
  const { id, channelAccountId, identityKey, providerId, contentType } = row;
  const { raw, rawSha256, receivedAt, strikes } = row;
  const sender = { channelAccountId, identityKey, providerId };
  return { id, ...sender, contentType, raw, rawSha256, receivedAt, strikes };
}
