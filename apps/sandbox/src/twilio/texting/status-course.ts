import { setTimeout as pause } from 'node:timers/promises';

import type { ProviderTools } from '../../provider.js';
import { API_VERSION } from '../rest/api-version.js';
import type { TownWebhooks } from '../town-webhooks.js';
import type { TwilioAccount } from '../twilio-account.js';
import type { Message, MessageStatus } from './message.js';
import { carrierFaults, statusFaults } from './message-faults.js';
import type { MessageLedger } from './message-ledger.js';

const STEP_MS = 400;

interface Step {
  readonly status: MessageStatus;
  readonly errorCode: number | null;
}

interface Callback {
  readonly step: Step;
  /** Of the line that says so. */
  readonly about: string;
}

/** Takes what the town sent from state to state, and tells the town of each at its StatusCallback. */
export class StatusCourse {
  constructor(
    private readonly provider: string,
    private readonly tools: Pick<ProviderTools, 'door' | 'faults'>,
    private readonly ledger: MessageLedger,
    private readonly webhooks: TownWebhooks,
  ) {}

  /** Resolves at the last state, or when the sandbox ends. */
  async run(account: TwilioAccount, message: Message): Promise<void> {
    const { faults } = this.tools;
    const carrier = faults.take(this.provider, carrierFaults);
    const way = faults.take(this.provider, statusFaults);
    for (const fault of [carrier, way]) {
      if (fault !== null) await this.ledger.misbehaved(fault, message.lineId);
    }
    const later: Callback[] = [];
    for (const step of stepsFrom(message.status, errorCodeOf(carrier))) {
      if (await this.hasEndedAfterPause()) return;
      const callback = { step, about: await this.write(message, step) };
      if (way === 'statuses-reversed') later.unshift(callback);
      else if (way !== 'statuses-missing') await this.tell(account, message, callback);
      if (way === 'statuses-twice') await this.tell(account, message, callback);
    }
    for (const callback of later) await this.tell(account, message, callback);
  }

  private async write({ sid, lineId }: Message, step: Step): Promise<string> {
    const facts = { what: 'status', sid, ...step } as const;
    return (await this.ledger.append({ kind: 'minted', facts, about: lineId })).id;
  }

  private async tell(
    account: TwilioAccount,
    message: Message,
    { step, about }: Callback,
  ): Promise<void> {
    const url = message.statusCallback;
    if (url === null) return;
    const parameters = callbackParameters(message, step);
    await this.webhooks.call({ account, url, parameters, about });
  }

  private async hasEndedAfterPause(): Promise<boolean> {
    const { ending: signal } = this.tools.door;
    return pause(STEP_MS, false, { signal }).catch(() => true);
  }
}

/** As status callbacks document them; none is sent for the state that a message begins with. */
export function callbackParameters(
  message: Message,
  { status, errorCode }: Step,
): Readonly<Record<string, string>> {
  const { sid, accountSid, from, to, serviceSid } = message;
  return {
    ...{ AccountSid: accountSid, ApiVersion: API_VERSION, From: from, To: to },
    ...{ MessageSid: sid, MessageStatus: status, SmsSid: sid, SmsStatus: status },
    ...(serviceSid !== null && { MessagingServiceSid: serviceSid }),
    ...(errorCode !== null && { ErrorCode: String(errorCode) }),
  };
}

function stepsFrom(status: MessageStatus, errorCode: number | null): readonly Step[] {
  const last: MessageStatus = errorCode === null ? 'delivered' : 'undelivered';
  const course: readonly MessageStatus[] = ['accepted', 'queued', 'sent', last];
  const at = course.indexOf(status);
  const left = at === -1 ? [] : course.slice(at + 1);
  return left.map((next) => ({ status: next, errorCode: next === last ? errorCode : null }));
}

function errorCodeOf(carrier: (typeof carrierFaults)[number] | null): number | null {
  return carrier === null ? null : Number(carrier.replace('carrier-', ''));
}
