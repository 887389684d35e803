import { invalidInput } from '../error/problem.js';
import { refused, type Result, succeeded } from '../error/result.js';
import { actOnRequest, type StaffAction, type StaffActionPorts } from '../reply/staff-action.js';
import { truncateText, wellFormedText } from '../text/well-formed.js';
import { CONSENT_WORDS_CHARACTERS, type ConsentAction } from './consent-entry.js';
import type { ConsentScope } from './opt-out.js';

/** What a citizen told a person, on the phone or at the counter. */
export interface ToldConsent {
  readonly action: Extract<ConsentAction, 'opted-out' | 'opted-in'>;
  readonly scope: ConsentScope;
  /** As the citizen said it. */
  readonly words: string;
}

/** Records it on the address that the request's citizen wrote from, with who heard it. */
export async function recordToldConsent(
  ports: StaffActionPorts,
  action: StaffAction,
  told: ToldConsent,
): Promise<Result<Pick<ToldConsent, 'action' | 'scope'>>> {
  const words = truncateText(wellFormedText(told.words).trim(), CONSENT_WORDS_CHARACTERS);
  if (words === '') return refused(wordsMissing);
  const { staffId } = action;
  const said = { action: told.action, scope: told.scope };
  const question = { do: 'consent', ...said, words: told.words };
  return actOnRequest(ports, action, question, async (transaction, request) => {
    const { id: requestId, channelAccountId, contactPointId } = request;
    const recordedAt = ports.clock.now();
    const id = ports.newId<'ConsentEntry'>();
    const unsent = { messageId: null, envelopeId: null } as const;
    await transaction.writeConsent([
      {
        ...{ id, contactPointId, channelAccountId, requestId, ...said },
        ...{ source: 'staff', words, staffId, ...unsent, recordedAt },
      },
    ]);
    await transaction.insertAudit({
      ...{ at: recordedAt, staffId, action: 'consent.recorded', subject: `request:${requestId}` },
      detail: { entry: id, ...said },
    });
    return succeeded(said);
  });
}

const wordsMissing = invalidInput([
  { field: 'words', message: 'is empty; write what the citizen said' },
]);
