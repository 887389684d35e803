import { createHash } from 'node:crypto';

import type { ChannelAccounts } from '../account/channel-accounts.js';
import type { Town } from '../account/town.js';
import { notFound, type Problem } from '../error/problem.js';
import { refused, type Result, succeeded } from '../error/result.js';
import type { FileStore } from '../file/file-store.js';
import type { NewId, StaffId } from '../identity/ids.js';
import type {
  LockedRequest,
  RememberedAnswer,
  RequestStore,
  RequestTransaction,
} from '../request/request-store.js';
import type { Clock } from '../time/clock.js';

export interface StaffActionPorts {
  readonly requests: RequestStore;
  readonly accounts: ChannelAccounts;
  /** Where the files that go out with an answer are kept. */
  readonly files: Pick<FileStore, 'put'>;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly town: () => Town;
  /** Tells the sending side that something is due. */
  readonly ring: () => void;
}

export interface StaffAction {
  readonly staffId: StaffId;
  readonly number: string;
  /** The caller's Idempotency-Key: the same action under the same key happens once. */
  readonly idempotencyKey: string | null;
}

type Work<Answer> = (
  transaction: RequestTransaction,
  request: LockedRequest,
) => Promise<Result<Answer>>;

/**
 * The frame of everything a person does to one request: row locked, an earlier answer under the
 * same key repeated, the new answer remembered in the same transaction.
 *
 * @param question what is asked; another question under the same key is a conflict.
 */
export async function actOnRequest<Answer>(
  ports: StaffActionPorts,
  action: StaffAction,
  question: object,
  work: Work<Answer>,
): Promise<Result<Answer>> {
  const asked = { number: action.number, ...question };
  const questionSha256 = createHash('sha256').update(JSON.stringify(asked)).digest();
  const { staffId, idempotencyKey: key } = action;
  const result = await ports.requests.change(action.number, async (transaction, request) => {
    const earlier = key === null ? null : await transaction.recallAnswer(staffId, key);
    if (earlier !== null) return repeatAnswer<Answer>(earlier, questionSha256);
    const outcome = await work(transaction, request);
    if (outcome.ok && key !== null) {
      const answer = JSON.stringify(outcome.value);
      await transaction.rememberAnswer({
        staffId,
        key,
        questionSha256,
        answer,
        at: ports.clock.now(),
      });
    }
    return outcome;
  });
  return result ?? refused(noSuchRequest(action.number));
}

export function noSuchRequest(number: string): Problem {
  return notFound(`Request ${number}`, 'Check the number; the stream lists the open requests.');
}

function repeatAnswer<Answer>(earlier: RememberedAnswer, questionSha256: Buffer): Result<Answer> {
  if (!earlier.questionSha256.equals(questionSha256)) return refused(keyReused);
  return succeeded(JSON.parse(earlier.answer) as Answer);
}

const keyReused: Problem = {
  code: 'idempotency-key-reused',
  title: 'This Idempotency-Key was used for something else',
  detail: 'Use a new key for a new action; repeat a key only with the very same body.',
};
