import { isOptedOut } from '../consent/opt-out.js';
import type { Problem } from '../error/problem.js';
import type { StaffActionPorts } from '../reply/staff-action.js';
import type { LockedRequest, RequestTransaction } from '../request/request-store.js';
import { nextRung, type Rung } from './next-rung.js';

/** How an answer will go: back to where the citizen wrote, past it, or nowhere. */
export type ChosenWay =
  | { readonly kind: 'origin' }
  | { readonly kind: 'detour'; readonly rung: Rung }
  | { readonly kind: 'none' };

export interface AnswerPlace {
  readonly ports: Pick<StaffActionPorts, 'accounts'>;
  readonly transaction: Pick<RequestTransaction, 'readAddressed'>;
  readonly request: LockedRequest;
}

/** A citizen who opted out is not written to there: the next way is taken at once, if there is one. */
export async function chooseWay(
  { ports, transaction, request }: AnswerPlace,
  words: { readonly text: string; readonly hasFiles: boolean },
): Promise<ChosenWay> {
  const to = await transaction.readAddressed(request.id);
  const { id: requestId, number: requestNumber, channelAccountId, contactPointId } = request;
  const origin = to.addresses.find(({ id }) => id === contactPointId);
  if (origin === undefined || !isOptedOut(origin.optOuts, { requestId, channelAccountId })) {
    return { kind: 'origin' };
  }
  const tried = [{ channelAccountId, contactPointId, refusal: 'opted-out' }] as const;
  const rung = nextRung({ requestId, requestNumber, ...words, tried }, to, ports.accounts);
  return rung === null ? { kind: 'none' } : { kind: 'detour', rung };
}

export const optedOut: Problem = {
  code: 'opted-out',
  title: 'The citizen has opted out of texts',
  detail:
    'No other verified address of theirs can take this answer. Call them and log it with `request call`, or wait until they text START.',
};
