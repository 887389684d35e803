import { isAfterHours } from '../emergency/after-hours.js';
import { emergencySigns } from '../emergency/emergency-gate.js';
import type { EmergencyKind } from '../emergency/emergency-kind.js';
import { type Language, renderText, supportedLanguage } from '../text/catalogue.js';
import { DAY } from '../time/instant.js';
import type { WorkingRequest } from './batch-memory.js';
import type { CorrelatedMessage, Planning } from './planning.js';
import type { RegistrationPlan } from './registration-plan.js';
import { runDutyClock } from './run-duty-clock.js';

/** What an acknowledgement or answer begins with. */
export interface HeardEmergencies {
  /** Kinds that were not heard on this request before. */
  readonly fresh: readonly EmergencyKind[];
  /** People on call are being told; nothing else waits for them. */
  readonly paged: boolean;
}

/** Older than this, a backfilled message is flagged, and nobody is woken by it. */
const PAGE_WITHIN_MS = DAY;

/** The gate: flags the request and reports what was heard, to be opened or appended. */
export function hearEmergencies(
  { item, message }: CorrelatedMessage,
  request: WorkingRequest,
  { plan, context }: Planning,
): HeardEmergencies {
  const { now, town, knowledge } = context;
  const { serviceCode } = message;
  const service = serviceCode === undefined ? null : knowledge.services.byCode(serviceCode);
  const words = `${message.subject ?? ''}\n${message.text}`;
  const chosen = message.emergency ?? null;
  const signs = emergencySigns({ words, service: request.isNew ? service : null, chosen });
  if (signs.length === 0) return { fresh: [], paged: false };
  const fresh = signs.map(({ kind }) => kind).filter((kind) => !request.emergencies.includes(kind));
  const writtenAt = message.occurredAt ?? item.envelope.receivedAt;
  const paged = item.envelope.receivedAt - writtenAt <= PAGE_WITHIN_MS;
  const afterHours = isAfterHours(town, now);
  if (paged) {
    const unverified = !message.sender.authentic;
    const fixed = { requestId: request.id, words, unverified, at: now, afterHours };
    plan.reports.push(...signs.map((sign) => ({ ...fixed, ...sign })));
  }
  if (fresh.length > 0) {
    request.emergencies = [...request.emergencies, ...fresh];
    request.changed = true;
    if (fresh.includes('sewer')) runDutyClock(item, request, { plan, context });
  }
  return { fresh, paged: paged && afterHours };
}

/** Said before anything else, in the citizen's language; empty for most messages. */
export function urgentWords(heard: HeardEmergencies, language: Language): string {
  const { fresh, paged } = heard;
  const lifeSafety = fresh.includes('life-safety');
  const crew = fresh.includes('water') || fresh.includes('sewer');
  return [
    ...(lifeSafety ? [renderText('emergency.call-911', language)] : []),
    ...(crew && paged ? [renderText('emergency.crew-told', language)] : []),
  ].join(' ');
}

/** All that was heard on a request since it was made. */
export function heardOn(request: WorkingRequest, { reports }: RegistrationPlan): HeardEmergencies {
  const paged = reports.some(({ requestId, afterHours }) => requestId === request.id && afterHours);
  return { fresh: request.emergencies, paged };
}

/** Whoever writes of danger on an open request is told to call 911 too, once. */
export function answerDanger(
  { item, message }: CorrelatedMessage,
  request: WorkingRequest,
  heard: HeardEmergencies,
  { memory, plan, context }: Planning,
): void {
  // A request of the same batch is acknowledged with these words.
  if (request.isNew || !heard.fresh.includes('life-safety')) return;
  const { sender, answerable = true } = message;
  if (!item.capabilities.acknowledges || !sender.authentic || !answerable) return;
  const language = supportedLanguage(message.language) ?? context.town.language;
  plan.outbox.push({
    id: context.newId<'OutboxEntry'>(),
    requestId: request.id,
    messageId: null,
    staffId: null,
    channelAccountId: item.envelope.channelAccountId,
    contactPointId: memory.knownSender(message)?.contactPointId ?? null,
    kind: 'status',
    channelRef: message.channelRef,
    body: urgentWords(heard, language),
    requestNumber: request.number,
    dueAt: context.now,
    createdAt: context.now,
  });
}
