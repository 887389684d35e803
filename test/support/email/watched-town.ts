import type { AuditEntry } from '#core/audit/audit-entry';
import { timeOrderedIds } from '#core/identity/time-ordered-id';
import type { StaffRole } from '#core/staff/staff-store';
import { instantOf } from '#persistence/sql/instant-text';

import type { DatabaseReader } from '../database-reader.js';
import { eventually } from '../eventually.js';
import type { MailSink } from '../mail-sink.js';
import { mailSettings } from '../outgoing-mail.js';
import { TestTown, type TestTownOptions } from '../test-town.js';
import { writeSigned } from './signed-mail.js';

/** Everybody is promised an answer within two seconds; what is missing after three is everybody's. */
const policy = {
  rules: [
    {
      name: 'Everything',
      targets: { firstResponse: '2 seconds', nextResponse: '2 seconds' },
      warnAt: [50],
      escalations: [
        { after: '0 seconds', notify: ['role:supervisor'] },
        { after: '1 second', notify: ['role:administrator'] },
      ],
    },
  ],
};
const LAST_STEP_MS = 1_000;
const people = { Ruth: 'supervisor', Ada: 'administrator' } as const satisfies Record<
  string,
  StaffRole
>;
export type Watcher = keyof typeof people;
const settings = {
  TOWNLINE_WATCH_INTERVAL: '200ms',
  TOWNLINE_QUIET_HOURS: '00:00-00:00',
};

export function addressOf(name: Watcher): string {
  return `${name.toLowerCase()}@fairmill.example`;
}

/** A town that promises much, with a supervisor and an administrator who are told by mail. */
export async function foundWatchedTown(
  options: Pick<TestTownOptions, 'databaseUrl' | 'redisUrl' | 'settings'>,
  sink: MailSink,
): Promise<TestTown> {
  const town = await TestTown.found({ ...options, settings: { ...settings, ...options.settings } });
  await town.addAccount({
    ...{ code: 'town-mail', channel: 'email', title: 'Town mail' },
    settings: mailSettings({ port: sink.port }),
  });
  await town.withDatabase(async ({ staff, documents, clock }) => {
    const at = clock.now();
    const newId = timeOrderedIds(clock);
    const audit: Omit<AuditEntry, 'action' | 'subject'> = { at, staffId: null, detail: {} };
    for (const name of Object.keys(people) as Watcher[]) {
      const id = newId<'Staff'>();
      const subject = `staff:${id}`;
      const member = { id, name, role: people[name], createdAt: at };
      await staff.add(member, { ...audit, subject, action: 'staff.created' });
      const address = { staffId: id, kind: 'email', address: addressOf(name) };
      await staff.addAddress(address, at, { ...audit, subject, action: 'staff.address-added' });
    }
    const named = { kind: 'policies', name: 'default', version: 2 } as const;
    const document = { ...named, body: JSON.stringify(policy), savedBy: null, savedAt: at };
    await documents.append(document, { ...audit, subject: 'town', action: 'policies.saved' });
  });
  return town;
}

/** Requests that nobody answers, come in while nobody watches; resolves when all they promise is missed. */
export async function missPromises(town: TestTown, requests: number): Promise<void> {
  const { process, origin } = await town.startTown({ env: { TOWNLINE_WATCH_INTERVAL: '1h' } });
  for (let count = 0; count < requests; count += 1) {
    await writeSigned(`${origin}/webhooks/town-mail`, 'ana@example.org', `Pothole ${count}`);
  }
  const reader = town.reader();
  await eventually(async () => {
    const clocks = await clocksIn(reader);
    if (clocks.length < requests) throw new Error(`${clocks.length} clocks run.`);
    const last = Math.max(...clocks.map(({ dueAt }) => instantOf(dueAt)));
    if (Date.now() <= last + LAST_STEP_MS) throw new Error('There is time left.');
  });
  await process.stop();
  await reader.close();
}

export function clocksIn(reader: DatabaseReader) {
  return reader.rows<{ readonly id: string; readonly dueAt: string }>(
    'SELECT id, dueAt FROM sla_clock ORDER BY id',
  );
}
