import type { ChannelAccounts } from '../account/channel-accounts.js';
import type { Town } from '../account/town.js';
import type { AuditEntry } from '../audit/audit-entry.js';
import { officeCalendar } from '../emergency/after-hours.js';
import { ROTA_NAME } from '../emergency/sweep-emergencies.js';
import { type FieldFault, invalidInput, type Problem } from '../error/problem.js';
import { refused, type Result, succeeded } from '../error/result.js';
import type { StaffId } from '../identity/ids.js';
import type { StaffStore } from '../staff/staff-store.js';
import type { Clock } from '../time/clock.js';
import type { TownDocument, TownDocumentStore } from '../town/town-document-store.js';
import { rotaFaults } from './check-rota.js';
import { readRota } from './read-rota.js';
import type { Rota } from './rota.js';

export interface RotaPorts {
  readonly documents: TownDocumentStore;
  readonly staff: Pick<StaffStore, 'list'>;
  readonly accounts: Pick<ChannelAccounts, 'enabled'>;
  readonly town: () => Town;
  readonly clock: Clock;
}

/** Saves a rota whole or not at all; what would keep a page from anybody is refused by name. */
export async function saveRota(
  ports: RotaPorts,
  input: unknown,
  staffId: StaffId,
): Promise<Result<TownDocument>> {
  const read = readRota(input);
  if (!read.ok) return read;
  const faults = await checkRota(ports, read.value);
  if (faults.length > 0) return refused(invalidInput(faults));
  const savedAt = ports.clock.now();
  const newest = await ports.documents.find('rota', ROTA_NAME);
  const version = (newest?.version ?? 0) + 1;
  const document: TownDocument = {
    ...{ kind: 'rota', name: ROTA_NAME, version, body: JSON.stringify(input) },
    ...{ savedBy: staffId, savedAt },
  };
  const audit: AuditEntry = {
    ...{ at: savedAt, staffId, action: 'rota.saved', subject: `rota:${ROTA_NAME}` },
    detail: { version },
  };
  const saved = await ports.documents.append(document, audit);
  return saved === 'saved' ? succeeded(document) : refused(savedMeanwhile);
}

/** What is wrong with it now: people leave, accounts are switched off, shifts run out. */
export async function checkRota(ports: RotaPorts, rota: Rota): Promise<readonly FieldFault[]> {
  const { staff, accounts, town, clock } = ports;
  const calendar = officeCalendar(town());
  return rotaFaults(rota, { staff: await staff.list(), accounts, calendar, now: clock.now() });
}

const savedMeanwhile: Problem = {
  code: 'conflict',
  title: 'Somebody else saved the rota meanwhile',
  detail: 'Read theirs (`on-call show`), then save yours again.',
};
