import type { AuditEntry } from '../audit/audit-entry.js';
import type { NewId } from '../identity/ids.js';
import type { NewOutboxEntry } from '../request/records.js';
import { promiseWords } from '../sla/promise-words.js';
import { type SlaPolicy, termsOf } from '../sla/sla-policy.js';
import { type Language, renderText, supportedLanguage } from '../text/catalogue.js';
import type { Instant } from '../time/instant.js';
import type { CalendarDecision } from '../town/calendar-decision.js';
import { recountClock, type Recounted } from './recount-clock.js';
import { countsOf } from './recount-counts.js';
import type { OpenClock, RecountedPage } from './recount-store.js';

export interface RecountContext {
  readonly decision: CalendarDecision;
  readonly policy: SlaPolicy;
  /** The language of citizens whose language is not known. */
  readonly language: Language;
  readonly now: Instant;
  readonly newId: NewId;
}

/** Counts a page of clocks in the changed calendar. */
export function recountAll(
  clocks: readonly OpenClock[],
  { decision, policy, now }: Omit<RecountContext, 'language' | 'newId'>,
): readonly Recounted[] {
  const { calendar, reason } = decision;
  const calendars = new Map(policy.calendars).set(calendar.name, calendar);
  const event = {
    at: now,
    recordedAt: now,
    cause: causeOf(decision),
    ...(reason !== null && { reason }),
  };
  return clocks.map((open) =>
    recountClock(open, termsOf({ ...policy, calendars }, open.clock), event),
  );
}

/** What a page of outdated clocks becomes, and what the citizens who were told are told now. */
export function planRecountedPage(
  clocks: readonly OpenClock[],
  context: RecountContext,
): { readonly page: RecountedPage; readonly recounted: readonly Recounted[] } {
  const recounted = recountAll(clocks, context);
  const promises = recounted.filter(({ isPromise, moved }) => isPromise && moved);
  const messages = context.decision.tellCitizens ? messagesOf(recounted, context) : [];
  const page: RecountedPage = {
    clocks: recounted.map(({ clock }) => clock),
    segments: recounted.flatMap(({ segments }) => segments),
    promises: promises.map(({ open, clock }) => ({
      requestId: open.request.id,
      expectedAt: clock.dueAt,
    })),
    messages,
    audit: auditOf(recounted, messages.length, context),
  };
  return { page, recounted };
}

/** The words for a citizen who was told another time. */
export function newPromiseText(
  { open, clock }: Recounted,
  context: Pick<RecountContext, 'decision' | 'language' | 'now'>,
): string {
  const { decision, language: townLanguage, now } = context;
  const language = supportedLanguage(open.request.language) ?? townLanguage;
  const { calendar } = decision;
  const promise = promiseWords({ dueAt: clock.dueAt, now, calendar, language });
  const { number } = open.request;
  return renderText('promise-moved', language, { number, promise });
}

function messagesOf(
  recounted: readonly Recounted[],
  context: RecountContext,
): readonly NewOutboxEntry[] {
  return recounted
    .filter(({ toldOtherwise }) => toldOtherwise)
    .map((one) => {
      const { id, number, channelAccountId, channelRef, contactPointId } = one.open.request;
      return {
        id: context.newId<'OutboxEntry'>(),
        requestId: id,
        ...{ messageId: null, staffId: null, channelAccountId, channelRef, contactPointId },
        kind: 'status',
        body: newPromiseText(one, context),
        requestNumber: number,
        dueAt: context.now,
        createdAt: context.now,
      };
    });
}

/** One line a commit: together they are the whole change, however often it was interrupted. */
function auditOf(
  recounted: readonly Recounted[],
  told: number,
  { decision, now }: RecountContext,
): AuditEntry {
  return {
    at: now,
    staffId: decision.decidedBy,
    action: 'clocks.recounted',
    subject: causeOf(decision),
    detail: { ...countsOf(recounted), told },
  };
}

/** As ledgers and the audit name a version of a calendar. */
function causeOf({ calendar }: CalendarDecision): string {
  return `document:calendar/${calendar.name}/${String(calendar.version)}`;
}
