import type { LedgerLine } from '../../ledger.js';
import { recordOf } from '../chat-record.js';
import type { InboundMessage, StatusNotice, WebhookEvent } from './webhook-body.js';

/** Whether the town is to be told of this line. */
export function isWebhookEvent(line: LedgerLine): boolean {
  const what = recordOf(line)?.what;
  return line.kind === 'minted' && (what === 'message' || what === 'status');
}

/** What the webhook tells of the line. */
export function eventOf(line: LedgerLine): WebhookEvent {
  const record = recordOf(line);
  const told: unknown = JSON.parse(Buffer.from(line.raw ?? '', 'base64').toString('utf8'));
  if (record?.what === 'message') return { citizen: record, message: told as InboundMessage };
  if (record?.what === 'status') return { citizen: record, status: told as StatusNotice };
  throw new Error(`The line ${line.id} is nothing to tell the town.`);
}
