import { setTimeout as pause } from 'node:timers/promises';

import type { ProviderTools } from '../../provider.js';
import type { Knock } from '../../town-door.js';
import { newSid } from '../sid.js';
import type { TownWebhooks } from '../town-webhooks.js';
import type { TwilioAccount } from '../twilio-account.js';
import { arrivalParameters } from './arrival-parameters.js';
import type { Message } from './message.js';
import type { MessageBook } from './message-book.js';
import { wayFaults } from './message-faults.js';
import type { MessageLedger } from './message-ledger.js';
import { automaticAnswers, type OptOutType, optOutTypeOf } from './opt-out-words.js';

/** What a citizen types into a phone. */
export interface WrittenText {
  readonly from: string;
  readonly body: string;
  readonly pictures: readonly { readonly contentType: string; readonly bytes: Buffer }[];
}

type WayFault = (typeof wayFaults)[number];

interface Parts extends Pick<ProviderTools, 'door' | 'faults'> {
  readonly provider: string;
  readonly book: MessageBook;
  readonly ledger: MessageLedger;
  readonly webhooks: TownWebhooks;
}

/** How long a page waits for the town before it shows the text as on its way. */
const PAGE_WAIT_MS = 3_000;
const OVERTAKEN_LIMIT_MS = 10_000;
const LATE_MS = 3 * 24 * 60 * 60 * 1_000;

/** Brings citizens' texts to the town: once, and whatever came of it, nothing comes again. */
export class CitizenTexts {
  private overtaken: (() => void)[] = [];

  constructor(private readonly parts: Parts) {}

  /** Resolves when the town answered, or soon if it does not. */
  async write(account: TwilioAccount, written: WrittenText): Promise<void> {
    const { book, provider, faults, ledger, door } = this.parts;
    const fault = faults.take(provider, wayFaults);
    const optOutType = this.optOutTypeOf(account, written);
    const message = await this.keep(account, { ...written, optOutType }, fault);
    if (fault !== null) await ledger.misbehaved(fault, message.lineId);
    if (optOutType !== null) await this.answerBySelf(account, written.from, optOutType);
    const brought = this.bring(account, book.find(message.accountSid, message.sid), fault);
    const { ending: signal } = door;
    await Promise.race([
      brought,
      pause(PAGE_WAIT_MS, undefined, { signal }).catch(() => undefined),
    ]);
  }

  /** One whose webhook was not called when the sandbox ended. */
  resume(account: TwilioAccount, message: Message): void {
    void this.bring(account, message, null);
  }

  private optOutTypeOf({ settings }: TwilioAccount, { from, body }: WrittenText) {
    if (settings.optOutHandling === 'none') return null;
    return optOutTypeOf(body, this.parts.book.isOptedOut(settings.accountSid, from));
  }

  private async keep(
    { settings }: TwilioAccount,
    written: WrittenText & { readonly optOutType: OptOutType | null },
    fault: WayFault | null,
  ) {
    const { ledger } = this.parts;
    const { from, body, pictures, optOutType } = written;
    const { accountSid: account, number: to, messagingServiceSid } = settings;
    const sid = newSid(pictures.length > 0 ? 'MM' : 'SM');
    for (const { contentType, bytes } of pictures) {
      const media = { what: 'media', account, sid: newSid('ME'), message: sid } as const;
      await ledger.append({ kind: 'minted', facts: { ...media, contentType }, raw: bytes });
    }
    const line = await ledger.text('minted', {
      ...{ account, sid, direction: 'inbound', from, to, body, numMedia: pictures.length },
      ...{ service: messagingServiceSid ?? null, statusCallback: null, optOutType },
      createdAt: new Date(Date.now() - (fault === 'three-days-late' ? LATE_MS : 0)).toISOString(),
    });
    return { accountSid: account, sid, lineId: line.id };
  }

  private async answerBySelf(
    { settings }: TwilioAccount,
    to: string,
    optOutType: OptOutType,
  ): Promise<void> {
    await this.parts.ledger.text('minted', {
      ...{ account: settings.accountSid, sid: newSid('SM'), direction: 'outbound-reply' },
      ...{ from: settings.number, to, body: automaticAnswers[optOutType], numMedia: 0 },
      ...{ service: null, statusCallback: null, optOutType: null },
      createdAt: new Date().toISOString(),
    });
  }

  private async bring(
    account: TwilioAccount,
    message: Message | null,
    fault: WayFault | null,
  ): Promise<void> {
    if (message === null) return;
    if (fault === 'missed') return this.settle(message, 'Its webhook was lost.');
    if (fault === 'reordered') await this.untilOvertaken();
    let knock = await this.call(account, message);
    if (fault === 'twice') knock = await this.call(account, message);
    if (this.parts.door.ending.aborted) return;
    await this.settle(message, refusalOf(knock));
    for (const release of this.overtaken.splice(0)) release();
  }

  private call(account: TwilioAccount, message: Message): Promise<Knock> {
    const { book, webhooks } = this.parts;
    const parameters = arrivalParameters(account, message, book);
    const { webhookUrl: url } = account;
    return webhooks.callOrFallBack({ account, url, parameters, about: message.lineId });
  }

  private async settle({ sid, lineId }: Message, missed: string | null): Promise<void> {
    const facts = { what: 'way', sid, missed } as const;
    await this.parts.ledger.append({ kind: 'handed-over', facts, about: lineId });
  }

  private async untilOvertaken(): Promise<void> {
    const { ending: signal } = this.parts.door;
    const overtaken = new Promise<void>((resolve) => this.overtaken.push(resolve));
    await Promise.race([
      overtaken,
      pause(OVERTAKEN_LIMIT_MS, undefined, { signal }).catch(() => undefined),
    ]);
  }
}

function refusalOf(knock: Knock): string | null {
  switch (knock.kind) {
    case 'answered':
      return knock.status < 400 ? null : `The town answered ${knock.status}.`;
    case 'unreached':
      return 'The town could not be reached.';
    case 'silent':
      return 'The town did not answer in time.';
  }
}
