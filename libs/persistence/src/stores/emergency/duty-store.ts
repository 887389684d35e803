import type { DutyDecision, DutyReport, DutyStore } from '#core/emergency/duty-report';
import type { ServiceRequestId } from '#core/identity/ids';

import { dutyReportTable } from '../../entities/duty-report.entity.js';
import { insertInto } from '../../sql/insert.js';
import { instantOf, instantText } from '../../sql/instant-text.js';
import type { SqlDatabase, SqlSession } from '../../sql/sql-session.js';
import { insertSegments } from '../registration/clock-inserts.js';
import { insertAudit } from '../registration/record-inserts.js';
import { clockColumns, type ClockRow, slaClockOf } from '../sla/clock-row.js';
import { updateClocks } from '../sla/update-clocks.js';
import { moveDeadline } from './move-deadline.js';

export function dutyStore(database: SqlDatabase): DutyStore {
  return {
    report: (requestNumber, decide) =>
      database.transaction(async (session) => {
        const lock = session.dialect === 'mariadb' ? ' FOR UPDATE' : '';
        const [request] = await session.rows<{ readonly id: ServiceRequestId }>(
          `SELECT id FROM service_request WHERE number = ?${lock}`,
          [requestNumber],
        );
        if (request === undefined) return null;
        const { id: requestId } = request;
        const rows = await session.rows<ClockRow>(
          `SELECT ${clockColumns('c')} FROM sla_clock c WHERE c.requestId = ? AND c.kind = 'duty'${lock}`,
          [requestId],
        );
        const decision = decide({ requestId, clocks: rows.map(slaClockOf) });
        if (decision.written !== null) await write(session, decision.written);
        return decision.value;
      }),
    ofRequest: (requestId) => database.session((session) => ofRequest(session, requestId)),
  };
}

const columns = [
  'id',
  'requestId',
  'outcome',
  'spokeTo',
  'at',
  'gallons',
  'waterBody',
  'cause',
  'staffId',
  'recordedAt',
] as const;
const intoReports = insertInto(dutyReportTable, columns);

async function write(
  session: SqlSession,
  { report, changes, audit }: NonNullable<DutyDecision<unknown>['written']>,
): Promise<void> {
  await session.insert(
    intoReports,
    columns.map((column) =>
      column === 'at' || column === 'recordedAt' ? instantText(report[column]) : report[column],
    ),
  );
  for (const { clock, segments } of changes) {
    await updateClocks(session, [clock]);
    await insertSegments(session, segments);
  }
  if (changes.length > 0) await moveDeadline(session, report.requestId);
  await insertAudit(session, [audit]);
}

async function ofRequest(
  session: SqlSession,
  requestId: ServiceRequestId,
): Promise<readonly DutyReport[]> {
  const rows = await session.rows<ReportRow>(
    `SELECT ${columns.join(', ')} FROM duty_report WHERE requestId = ? ORDER BY recordedAt, id`,
    [requestId],
  );
  return rows.map((row) => ({
    ...row,
    at: instantOf(row.at),
    recordedAt: instantOf(row.recordedAt),
  }));
}

interface ReportRow extends Omit<DutyReport, 'at' | 'recordedAt'> {
  readonly at: string;
  readonly recordedAt: string;
}
