import type { ChannelAccounts } from '../account/channel-accounts.js';
import { dedupeKeyOf } from '../identity/binary-key.js';
import type { NewId, ServiceRequestId } from '../identity/ids.js';
import type { NewOutboxEntry } from '../request/records.js';
import { truncateText } from '../text/well-formed.js';
import { addMilliseconds, type Instant, SECOND } from '../time/instant.js';
import type { Addressee, Alert, AlertKind } from './alert.js';
import { waysToReach, type WayToReach } from './ways-to-reach.js';

/** What is to be told, to whomever. */
export interface News {
  /** The same parts are the same news: nobody is told twice. */
  readonly key: readonly string[];
  readonly kind: AlertKind;
  readonly subject: string;
  readonly request: { readonly id: ServiceRequestId; readonly number: string } | null;
  readonly title: string;
  readonly text: string;
  readonly urgent: boolean;
}

export interface AlertPorts {
  readonly accounts: Pick<ChannelAccounts, 'enabled'>;
  readonly newId: NewId;
  /** When somebody may be told what is not urgent: now, or when the quiet hours end. */
  readonly tellableAt: (now: Instant) => Instant;
}

/** Rows of one alert. Without an entry nobody can be reached: the alert is recorded as failed. */
export interface PlannedAlert {
  readonly alert: Alert;
  readonly entry: NewOutboxEntry | null;
}

/** How often an alert is looked at that no provider has taken yet. */
export const LOOK_AGAIN_MS = 10 * SECOND;
const TITLE_LENGTH = 200;

/** One alert for one person, by the first way of reaching them. */
export function planAlert(
  news: News,
  addressee: Addressee,
  ports: AlertPorts,
  now: Instant,
): PlannedAlert {
  const [way] = waysToReach(addressee, news.title, ports.accounts);
  const dueAt = news.urgent ? now : ports.tellableAt(now);
  const alert: Alert = {
    id: ports.newId<'Alert'>(),
    key: dedupeKeyOf('alert', ...news.key, addressee.staffId),
    kind: news.kind,
    subject: news.subject,
    requestId: news.request?.id ?? null,
    staffId: addressee.staffId,
    title: truncateText(news.title, TITLE_LENGTH),
    text: news.text,
    urgent: news.urgent,
    state: 'failed',
    transport: 0,
    tried: way === undefined ? [] : [way.key],
    outboxId: null,
    lookAt: addMilliseconds(dueAt, LOOK_AGAIN_MS),
    createdAt: now,
  };
  if (way === undefined) return { alert, entry: null };
  const entry = alertEntry(alert, way, { number: news.request?.number ?? '', dueAt }, ports.newId);
  return { alert: { ...alert, state: 'open', outboxId: entry.id }, entry };
}

/** The intent to send an alert by one way. */
export function alertEntry(
  alert: Alert,
  way: WayToReach,
  { number, dueAt }: { readonly number: string; readonly dueAt: Instant },
  newId: NewId,
): NewOutboxEntry {
  return {
    id: newId<'OutboxEntry'>(),
    requestId: alert.requestId,
    messageId: null,
    // Who is told is no writer: an accepted alert meets no clock.
    staffId: null,
    channelAccountId: way.accountId,
    contactPointId: null,
    kind: alert.kind === 'page' ? 'emergency-page' : 'alert',
    channelRef: way.channelRef,
    body: alert.text,
    requestNumber: number,
    dueAt,
    createdAt: dueAt,
  };
}
