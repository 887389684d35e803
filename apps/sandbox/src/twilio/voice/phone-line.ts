import { newSid } from '../sid.js';
import type { TownWebhooks } from '../town-webhooks.js';
import type { TwilioAccount } from '../twilio-account.js';
import { type Call, type CallStatus, isOver } from './call.js';
import type { CallBook } from './call-book.js';
import type { CallLedger } from './call-ledger.js';
import { hear, type Heard, play } from './listen.js';
import { secondsOf, voicemailWav } from './voicemail-wav.js';

interface Parts {
  readonly accounts: readonly TwilioAccount[];
  readonly book: CallBook;
  readonly ledger: CallLedger;
  readonly webhooks: TownWebhooks;
}

type Parameters = Readonly<Record<string, string>>;

/** Calls under way: what the person on the phone does, the town is asked about, and answers with what they hear. */
export class PhoneLine {
  constructor(private readonly parts: Parts) {}

  /** A citizen calls the town. */
  async dial(account: TwilioAccount, from: string): Promise<Call | null> {
    const { accountSid, number: to } = account.settings;
    const sid = newSid('CA');
    const facts = { what: 'call', account: accountSid, sid, direction: 'inbound' } as const;
    const told = { ...facts, from, to, twiml: null, statusCallback: null };
    await this.parts.ledger.append({ kind: 'minted', facts: told });
    const call = this.parts.book.find(sid);
    if (call !== null) await this.ask(call, account.webhookUrl, {});
    return call;
  }

  /** Somebody takes a call of the town. */
  async answer(call: Call): Promise<void> {
    if (call.direction !== 'outbound-api' || call.status !== 'ringing') return;
    await this.move(call, 'in-progress');
    await this.take(call, hear(call.twiml ?? ''));
  }

  /** Nobody does. */
  async leave(call: Call, status: 'busy' | 'no-answer'): Promise<void> {
    if (!isOver(call)) await this.end(call, status);
  }

  async press(call: Call, digit: string): Promise<void> {
    const { waiting } = call;
    if (waiting.kind !== 'key') return;
    call.heard.push({ who: 'phone', language: 'en', text: digit === '' ? '(silence)' : digit });
    const silent = digit === '' && !waiting.toldOfSilence;
    if (silent) await this.take(call, play(waiting.next));
    else await this.ask(call, waiting.action, { Digits: digit });
  }

  /** Words after the tone; none are silence. */
  async speak(call: Call, words: string): Promise<void> {
    const { waiting } = call;
    if (waiting.kind !== 'message') return;
    if (words.trim() === '') return this.take(call, play(waiting.next));
    call.heard.push({ who: 'phone', language: 'en', text: words });
    const recorded = await this.record(call, words);
    await this.ask(call, waiting.action, { ...recorded, Digits: 'hangup' });
    if (waiting.callback !== null) {
      const status = { RecordingStatus: 'completed', RecordingSource: 'RecordVerb' };
      await this.tell(call, waiting.callback, { ...recorded, ...status });
    }
  }

  /** What became of the number that the town let the call ring at. */
  async connect(call: Call, status: 'completed' | 'no-answer'): Promise<void> {
    const { waiting } = call;
    if (waiting.kind === 'forwarded') {
      await this.ask(call, waiting.action, { DialCallStatus: status });
    }
  }

  async hangUp(call: Call): Promise<void> {
    if (!isOver(call)) await this.end(call, 'completed');
  }

  private async record(call: Call, words: string): Promise<Parameters> {
    const sid = newSid('RE');
    const { accountSid: account, sid: callSid } = call;
    const seconds = secondsOf(words);
    const facts = { what: 'recording', account, sid, call: callSid, seconds } as const;
    await this.parts.ledger.append({ kind: 'minted', facts, raw: voicemailWav(words) });
    const { apiBaseUrl } = this.accountOf(call)?.settings ?? { apiBaseUrl: '' };
    return {
      RecordingUrl: `${apiBaseUrl}/2010-04-01/Accounts/${account}/Recordings/${sid}`,
      ...{ RecordingSid: sid, RecordingDuration: String(seconds) },
      RecordingStartTime: new Date().toUTCString().replace('GMT', '+0000'),
    };
  }

  private async ask(call: Call, url: string, parameters: Parameters): Promise<void> {
    const document = await this.tell(call, url, parameters);
    if (!isOver(call)) await this.take(call, hear(document));
  }

  private async take(call: Call, { lines, waiting }: Heard): Promise<void> {
    call.heard.push(...lines);
    call.waiting = waiting;
    if (waiting.kind === 'ended') await this.end(call, 'completed');
    else if (call.status === 'ringing') await this.move(call, 'in-progress');
  }

  private async end(call: Call, status: CallStatus): Promise<void> {
    call.waiting = { kind: 'ended' };
    await this.move(call, status);
    const { statusCallback } = call;
    if (statusCallback !== null) await this.tell(call, statusCallback, { CallDuration: '1' });
  }

  private async move(call: Call, status: CallStatus): Promise<void> {
    const facts = { what: 'call-status', sid: call.sid, status } as const;
    await this.parts.ledger.append({ kind: 'handed-over', facts, about: call.lineId });
  }

  /** @returns what the town answers; nothing when it does not. */
  private async tell(call: Call, url: string, parameters: Parameters): Promise<string> {
    const account = this.accountOf(call);
    if (account === undefined || url === '') return '';
    const { sid, accountSid, from, to, status, direction, lineId: about } = call;
    const facts = { CallSid: sid, AccountSid: accountSid, From: from, To: to, Caller: from };
    const state = {
      Called: to,
      CallStatus: status,
      Direction: direction,
      ApiVersion: '2010-04-01',
    };
    const all = { ...facts, ...state, ...parameters };
    const request = { account, url, parameters: all, about };
    const knock = await this.parts.webhooks.callOrFallBack(request);
    return knock.kind === 'answered' && knock.status < 400 ? knock.text : '';
  }

  private accountOf({ accountSid }: Call): TwilioAccount | undefined {
    return this.parts.accounts.find(({ settings }) => settings.accountSid === accountSid);
  }
}
