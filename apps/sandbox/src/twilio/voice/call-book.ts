import { z } from 'zod';

import type { LedgerLine } from '../../ledger.js';
import { type Call, callStatuses, isOver, type Recording } from './call.js';

const callFacts = z.discriminatedUnion('what', [
  z.object({
    what: z.literal('call'),
    account: z.string(),
    sid: z.string(),
    direction: z.enum(['inbound', 'outbound-api']),
    from: z.string(),
    to: z.string(),
    twiml: z.string().nullable(),
    statusCallback: z.string().nullable(),
  }),
  z.object({ what: z.literal('call-status'), sid: z.string(), status: z.enum(callStatuses) }),
  z.object({
    what: z.literal('recording'),
    account: z.string(),
    sid: z.string(),
    call: z.string(),
    seconds: z.number(),
  }),
]);
export type CallFacts = z.output<typeof callFacts>;

const MOST_CALLS = 10_000;
const MOST_RECORDINGS = 500;

/** Everything that the ledger says about calls: the same lines make the same book. */
export class CallBook {
  private readonly calls = new Map<string, Call>();
  private readonly recordings = new Map<string, Recording>();

  apply(line: LedgerLine): void {
    const facts = callFacts.safeParse(line.facts).data;
    if (facts === undefined) return;
    const at = Date.parse(line.at);
    switch (facts.what) {
      case 'call': {
        const { account: accountSid, sid, direction, from, to, twiml, statusCallback } = facts;
        const fresh = { status: 'ringing', updatedAt: at, heard: [], waiting: ENDED } as const;
        const told = { sid, direction, from, to, twiml, statusCallback };
        const call = { ...told, ...fresh, accountSid, lineId: line.id, createdAt: at };
        keep(this.calls, { ...call, heard: [] }, MOST_CALLS);
        break;
      }
      case 'call-status': {
        const call = this.calls.get(facts.sid);
        if (call !== undefined) Object.assign(call, { status: facts.status, updatedAt: at });
        break;
      }
      case 'recording': {
        const { account: accountSid, call: callSid, sid, seconds } = facts;
        const bytes = Buffer.from(line.raw ?? '', 'base64');
        const recording = { sid, accountSid, callSid, createdAt: at, seconds, bytes };
        keep(this.recordings, recording, MOST_RECORDINGS);
      }
    }
  }

  find(sid: string): Call | null {
    return this.calls.get(sid) ?? null;
  }

  findRecording(accountSid: string, sid: string): Recording | null {
    const recording = this.recordings.get(sid);
    return recording?.accountSid === accountSid ? recording : null;
  }

  /** Newest first. */
  all(): readonly Call[] {
    return [...this.calls.values()].toReversed();
  }

  ongoing(): readonly Call[] {
    return this.all().filter((call) => !isOver(call));
  }
}

const ENDED = { kind: 'ended' } as const;

function keep<Item extends { readonly sid: string }>(
  items: Map<string, Item>,
  item: Item,
  most: number,
): void {
  items.set(item.sid, item);
  const [oldest] = items.keys();
  if (items.size > most && oldest !== undefined) items.delete(oldest);
}
