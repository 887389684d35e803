import { refused, type Result, succeeded } from '../error/result.js';
import { actOnRequest, type StaffAction, type StaffActionPorts } from '../reply/staff-action.js';

export interface UndeliveredHandled {
  readonly number: string;
}

/** A person has seen to an answer that could not be delivered: it leaves the work list. */
export async function handleUndelivered(
  ports: StaffActionPorts,
  action: StaffAction,
): Promise<Result<UndeliveredHandled>> {
  return actOnRequest(ports, action, { do: 'handled' }, async (transaction, request) => {
    if (!(await transaction.forgetUndelivered(request.id))) {
      const title = `Nothing on request ${request.number} waits for another way`;
      const detail = 'The list of what could not be delivered shows those that do.';
      return refused({ code: 'conflict', title, detail });
    }
    await transaction.insertAudit({
      at: ports.clock.now(),
      staffId: action.staffId,
      action: 'request.handled',
      subject: `request:${request.id}`,
      detail: {},
    });
    return succeeded({ number: request.number });
  });
}
