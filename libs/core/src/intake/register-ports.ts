import type { ChannelAccounts } from '../account/channel-accounts.js';
import type { Town } from '../account/town.js';
import type { FileStore } from '../file/file-store.js';
import type { NewId } from '../identity/ids.js';
import type { PageLinks } from '../secret/page-links.js';
import type { ReplyTokens } from '../secret/reply-tokens.js';
import type { SignedLinks } from '../secret/signed-links.js';
import type { Clock } from '../time/clock.js';
import type { AcknowledgementCap } from './acknowledgement-cap.js';
import type { Checkpoint } from './checkpoint.js';
import type { EnvelopeOutcome } from './envelope-outcome.js';
import type { IntakeKnowledge } from './intake-knowledge.js';
import type { ParseAhead } from './parse-ahead.js';
import type { RegistrationStore } from './registration-store.js';

export interface RegisterPorts {
  readonly store: RegistrationStore;
  readonly accounts: ChannelAccounts;
  readonly files: FileStore;
  readonly parsing: ParseAhead;
  readonly links: SignedLinks;
  readonly replyTokens: ReplyTokens;
  readonly pageLinks: Pick<PageLinks, 'isCodeOf'>;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly town: () => Town;
  readonly knowledge: () => IntakeKnowledge;
  readonly checkpoint: Checkpoint;
  readonly acknowledgementCap: AcknowledgementCap;
}

export interface WrittenBatch {
  readonly outcomes: readonly EnvelopeOutcome[];
  /** Something was put into the outbox. */
  readonly outgoing: boolean;
}
