import type { SlaClock, SlaSegment } from '#core/sla/sla-clock';

import { slaClockTable } from '../../entities/sla-clock.entity.js';
import { slaSegmentTable } from '../../entities/sla-segment.entity.js';
import { insertInto } from '../../sql/insert.js';
import { instantText, instantTextOrNull } from '../../sql/instant-text.js';
import { recordInsert } from './record-insert.js';

export const insertClocks = recordInsert<SlaClock>(
  insertInto(slaClockTable, [
    'id',
    'requestId',
    'kind',
    'state',
    'startedAt',
    'dueAt',
    'targetMs',
    'policyVersion',
    'calendarVersion',
    'createdAt',
    'policyName',
    'calendarName',
    'targetKind',
    'nextStepAt',
  ]),
  (row) => [
    row.id,
    row.requestId,
    row.kind,
    row.state,
    instantText(row.startedAt),
    instantText(row.dueAt),
    'ms' in row.target ? row.target.ms : row.target.days,
    row.policyVersion,
    row.calendarVersion,
    instantText(row.createdAt),
    row.policyName,
    row.calendarName,
    row.target.kind,
    instantTextOrNull(row.nextStepAt),
  ],
);

export const insertSegments = recordInsert<SlaSegment>(
  insertInto(slaSegmentTable, [
    'clockId',
    'kind',
    'fromAt',
    'dueAt',
    'reason',
    'cause',
    'recordedAt',
  ]),
  (row) => [
    row.clockId,
    row.kind,
    instantText(row.fromAt),
    instantTextOrNull(row.dueAt),
    row.reason,
    row.cause,
    instantText(row.recordedAt),
  ],
);
