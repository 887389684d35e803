import type { SlaPolicy } from '../sla/sla-policy.js';
import type { Language } from '../text/catalogue.js';

/** What the line needs to know about the town: a snapshot, replaced as a whole when settings change. */
export interface Town {
  readonly name: string;
  /** Where people call; null when citizens are not told one. */
  readonly phone: string | null;
  /** Two capital letters that begin every request number. */
  readonly letters: string;
  readonly zone: string;
  readonly language: Language;
  readonly policy: SlaPolicy;
}
