import { acknowledgedBlockTable } from './acknowledged-block.entity.js';
import { acknowledgementDigestTable } from './acknowledgement-digest.entity.js';
import { alertTable } from './alert.entity.js';
import { arrivalAccountTable } from './arrival-account.entity.js';
import { arrivalCursorTable } from './arrival-cursor.entity.js';
import { arrivalHourTable } from './arrival-hour.entity.js';
import { attachmentTable } from './attachment.entity.js';
import { auditEntryTable } from './audit-entry.entity.js';
import { channelAccountTable } from './channel-account.entity.js';
import { consentEntryTable } from './consent-entry.entity.js';
import { contactTable } from './contact.entity.js';
import { contactPointTable } from './contact-point.entity.js';
import { dailySpendTable } from './daily-spend.entity.js';
import { deliveryAttemptTable } from './delivery-attempt.entity.js';
import { deliveryPaceTable } from './delivery-pace.entity.js';
import { deliveryReceiptTable } from './delivery-receipt.entity.js';
import { dutyReportTable } from './duty-report.entity.js';
import { emergencyTable } from './emergency.entity.js';
import { emergencyStepTable } from './emergency-step.entity.js';
import { envelopeCopyTable } from './envelope-copy.entity.js';
import { idempotencyKeyTable } from './idempotency-key.entity.js';
import { inboundEnvelopeTable } from './inbound-envelope.entity.js';
import { intakeLaneTable } from './intake-lane.entity.js';
import { introductionTable } from './introduction.entity.js';
import { messageTable } from './message.entity.js';
import { numberCounterTable } from './number-counter.entity.js';
import { optOutTable } from './opt-out.entity.js';
import { outboxEntryTable } from './outbox-entry.entity.js';
import { pollCursorTable } from './poll-cursor.entity.js';
import { pulseTable } from './pulse.entity.js';
import { quarantineTable } from './quarantine.entity.js';
import { requestLinkTable } from './request-link.entity.js';
import { serviceTable } from './service.entity.js';
import { serviceRequestTable } from './service-request.entity.js';
import { slaClockTable } from './sla-clock.entity.js';
import { slaNoticeTable } from './sla-notice.entity.js';
import { slaSegmentTable } from './sla-segment.entity.js';
import { staffTable } from './staff.entity.js';
import { staffAddressTable } from './staff-address.entity.js';
import { staffKeyTable } from './staff-key.entity.js';
import type { Table } from './table.js';
import { townDocumentTable } from './town-document.entity.js';
import { undeliveredTable } from './undelivered.entity.js';
import { untoldRequestTable } from './untold-request.entity.js';

export const allTables: readonly Table[] = [
  inboundEnvelopeTable,
  envelopeCopyTable,
  intakeLaneTable,
  pollCursorTable,
  contactTable,
  contactPointTable,
  serviceRequestTable,
  messageTable,
  attachmentTable,
  requestLinkTable,
  slaClockTable,
  slaSegmentTable,
  outboxEntryTable,
  deliveryAttemptTable,
  deliveryReceiptTable,
  deliveryPaceTable,
  numberCounterTable,
  quarantineTable,
  auditEntryTable,
  staffTable,
  staffKeyTable,
  channelAccountTable,
  idempotencyKeyTable,
  townDocumentTable,
  slaNoticeTable,
  staffAddressTable,
  alertTable,
  pulseTable,
  serviceTable,
  emergencyTable,
  emergencyStepTable,
  dutyReportTable,
  arrivalHourTable,
  arrivalAccountTable,
  arrivalCursorTable,
  acknowledgementDigestTable,
  untoldRequestTable,
  acknowledgedBlockTable,
  dailySpendTable,
  consentEntryTable,
  optOutTable,
  introductionTable,
  undeliveredTable,
];
