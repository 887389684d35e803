import type { Town } from '#core/account/town';
import type { StaffId } from '#core/identity/ids';
import type { CalendarDecision } from '#core/town/calendar-decision';
import {
  type BrokenDocument,
  readTown,
  shippedTown,
  type TownSnapshot,
} from '#core/town/read-town';
import type { TownDocument, TownDocumentStore } from '#core/town/town-document-store';

export interface TownDirectoryEvents {
  readonly broken: (broken: BrokenDocument) => void;
  readonly brokenCount: (count: number) => void;
}

/** So far back a readable version is looked for when a process begins with one that is not. */
const LOOK_BACK = 20;

/**
 * What people decided about the town: a snapshot that `refresh` replaces when the database has newer
 * documents. One that cannot be read changes nothing: what held before goes on to hold.
 */
export class TownDirectory {
  private snapshot: TownSnapshot = shippedTown;
  private versions = '';
  private refreshing: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly store: TownDocumentStore,
    private readonly events: TownDirectoryEvents,
  ) {}

  town(): Town {
    return this.snapshot.town;
  }

  calendars(): readonly CalendarDecision[] {
    return [...this.snapshot.calendars.values()];
  }

  calendar(name: string): CalendarDecision | null {
    return this.snapshot.calendars.get(name) ?? null;
  }

  /** Who decided the policy that holds; null for the one that the code ships. */
  policyDecidedBy(): StaffId | null {
    return this.snapshot.policy?.savedBy ?? null;
  }

  broken(): readonly BrokenDocument[] {
    return this.snapshot.broken;
  }

  /** One at a time: an older look must not win over a newer one. @returns whether anything changed. */
  refresh(): Promise<boolean> {
    const turn = this.refreshing.then(() => this.lookAgain());
    this.refreshing = turn.catch(() => undefined);
    return turn;
  }

  private async lookAgain(): Promise<boolean> {
    const versions = await this.store.newestVersions();
    if (versions === this.versions) return false;
    const before = this.snapshot;
    const next = readTown(await this.store.newest(), before);
    this.snapshot = await this.withOlder(next);
    this.versions = versions;
    for (const broken of next.broken) {
      if (!before.broken.some((known) => isSame(known, broken))) this.events.broken(broken);
    }
    this.events.brokenCount(next.broken.length);
    return true;
  }

  /** In place of what cannot be read and of which this process knows no version yet. */
  private async withOlder(snapshot: TownSnapshot): Promise<TownSnapshot> {
    let whole = snapshot;
    for (const { document } of snapshot.broken) {
      if (whole.documents.has(`${document.kind}/${document.name}`)) continue;
      whole = await this.withLastReadable(document, whole);
    }
    return { ...whole, broken: snapshot.broken };
  }

  private async withLastReadable(
    { kind, name, version }: TownDocument,
    snapshot: TownSnapshot,
  ): Promise<TownSnapshot> {
    const page = { before: version, limit: LOOK_BACK };
    for (const older of await this.store.history(kind, name, page)) {
      const read = readTown([older], snapshot);
      if (read.broken.length === 0) return read;
    }
    return snapshot;
  }
}

function isSame({ document: one }: BrokenDocument, { document: other }: BrokenDocument): boolean {
  return one.kind === other.kind && one.name === other.name && one.version === other.version;
}
