import { readForm } from '../twilio-form.js';
import type { CallingParty } from './caller.js';

/** Something about a call that is kept. */
export type CallEvent = CallFacts &
  (
    | { readonly kind: 'emergency' }
    | {
        readonly kind: 'recording';
        readonly recordingSid: string;
        /** 0 when there is none to be had. */
        readonly seconds: number;
        /** As the provider writes it; empty when it does not. */
        readonly startedAt: string;
      }
    /** A person of the town takes what we called them about. */
    | { readonly kind: 'taken'; readonly token: string }
    | { readonly kind: 'status'; readonly status: string; readonly outgoing: boolean }
  );

interface CallFacts extends CallingParty {
  readonly to: string;
  /** What the caller chose; empty when nothing. */
  readonly language: string;
}

const CALL_SID = /^CA[0-9a-f]{32}$/;
export const RECORDING_SID = /^RE[0-9a-f]{32}$/;

/**
 * Reads an event from the parameters of its form, with the step and language that our own address
 * carried beside them; null when it tells of nothing to keep.
 */
export function readCallEvent(raw: Uint8Array): CallEvent | null {
  const fields = readForm(raw);
  const get = (name: string) => fields.get(name) ?? '';
  const callSid = get('CallSid');
  if (!CALL_SID.test(callSid)) return null;
  const facts = {
    callSid,
    from: get('From'),
    verification: get('StirVerstat'),
    to: get('To'),
    language: get('lang'),
  };
  const step = get('step');
  const recordingSid = get('RecordingSid');
  if (RECORDING_SID.test(recordingSid)) {
    return { ...facts, kind: 'recording', recordingSid, ...recordingFacts(get) };
  }
  if (step === 'menu' && get('Digits') === '1') return { ...facts, kind: 'emergency' };
  if (step === 'taken' && get('Digits') === '1') {
    return { ...facts, kind: 'taken', token: get('token') };
  }
  if (step !== 'status') return null;
  const outgoing = get('Direction').startsWith('outbound');
  return { ...facts, kind: 'status', status: get('CallStatus'), outgoing };
}

function recordingFacts(get: (name: string) => string) {
  const hasFailed = ['failed', 'absent'].includes(get('RecordingStatus'));
  const seconds = /^\d{1,6}$/.test(get('RecordingDuration')) ? Number(get('RecordingDuration')) : 0;
  return { seconds: hasFailed ? 0 : seconds, startedAt: get('RecordingStartTime') };
}
