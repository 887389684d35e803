import type { z } from 'zod';

import type { Pacing } from '../account/channel-accounts.js';
import type { ChannelAccountId } from '../identity/ids.js';
import type { ReplyTokens } from '../secret/reply-tokens.js';
import type { SignedLinks } from '../secret/signed-links.js';
import type { Billing } from '../spend/billing.js';
import type { Language } from '../text/catalogue.js';
import type { Clock } from '../time/clock.js';
import type { Instant } from '../time/instant.js';
import type { ChannelAdapter } from './adapter.js';
import type { ChannelCapabilities } from './capabilities.js';
import type { AddressReader } from './typed-address.js';

/**
 * A kind of channel, as data. One folder and one line in the registration list make a channel; no
 * controller, queue, table or enumeration knows it.
 */
export interface ChannelDefinition<Schema extends z.ZodType = z.ZodType> extends AddressReader {
  /** Stable: stored in rows. Lower case with dashes. */
  readonly code: string;
  readonly title: string;
  /** One sentence for the table of channels in the README. */
  readonly summary: string;
  readonly capabilities: ChannelCapabilities;
  /**
   * How many times as long as elsewhere one send may take; absent: 1. A provider that is cut off too
   * early has often taken the message, and nobody knows.
   */
  readonly sendTimeFactor?: number;
  /** Settings of one account; encrypted at rest. Secret fields carry `.meta({ secret: true })`. */
  readonly settings: Schema;
  /** Settings of the account that a first start makes; absent when a person must set the channel up. */
  readonly defaultAccount?: DefaultAccount<Schema>;
  /** The account of a town that tries the channel out; absent when the sandbox does not play its provider. */
  readonly sandboxAccount?: SandboxAccount<Schema>;
  /**
   * What one account's number may send, from its settings, such as a second's one text of a long
   * code; absent: the provider sets no limit. The outbox keeps to it over all workers, and what is
   * urgent takes the next turn.
   */
  pacing?(settings: z.output<Schema>): Pick<Pacing, 'perMinute'>;
  /** What sending costs, from the settings; null, or absent: nothing is counted. */
  billing?(settings: z.output<Schema>): Billing | null;
  create(settings: z.output<Schema>, tools: ChannelTools): ChannelAdapter;
  /**
   * For channels whose events people have as files: `townline CODE explain` shows what would be
   * understood, without an account and without a database.
   */
  readonly openExplainer?: () => ChannelExplainer;
}

export interface ChannelExplainer {
  /** What is understood of the bytes of one event, as JSON data; a value for any bytes. */
  explain(raw: Buffer): Promise<Readonly<Record<string, unknown>>>;
  close(): Promise<void>;
}

export interface DefaultAccount<Schema extends z.ZodType> {
  readonly code: string;
  readonly title: string;
  readonly settings: z.input<Schema>;
}

/** An account whose provider is the sandbox: it reaches nobody. */
export interface SandboxAccount<Schema extends z.ZodType> {
  readonly code: string;
  readonly title: string;
  /** The same place gives the same settings. */
  readonly settings: (place: SandboxPlace) => z.input<Schema>;
}

/** Where the sandbox and the town listen on this machine. */
export interface SandboxPlace {
  /** Its web server, as `http://127.0.0.1:3111`. */
  readonly origin: string;
  readonly smtpPort: number;
  /** Where it finds the town, as `http://localhost:3110`; what signs for an address signs for this one. */
  readonly townUrl: string;
  /** Known to this account and the sandbox alone, in the form of Standard Webhooks: `whsec_` and base64. */
  readonly secret: string;
}

/** Everything an adapter is given besides its settings. */
export interface ChannelTools {
  readonly account: { readonly id: ChannelAccountId; readonly code: string };
  /** How citizens and providers reach the town, without a slash at the end; never read from a request. */
  readonly publicUrl: string;
  readonly town: TownHours;
  readonly clock: Clock;
  readonly links: SignedLinks;
  readonly replyTokens: ReplyTokens;
  readonly log: ChannelLog;
}

/** What an account says of the town, from memory: asked for each time, because people change it. */
export interface TownHours {
  name(): string;
  zone(): string;
  language(): Language;
  isOpen(at: Instant): boolean;
  /** `at` itself when open; null when the town never opens again. */
  nextOpening(at: Instant): Instant | null;
}

/** Takes ids, codes and counts only; never words or addresses of people. */
export interface ChannelLog {
  warn(event: string, facts: Readonly<Record<string, string | number | boolean>>): void;
}

/** Keeps the type of the settings between `settings` and `create`. */
export function defineChannel<Schema extends z.ZodType>(
  definition: ChannelDefinition<Schema>,
): ChannelDefinition {
  return definition;
}
