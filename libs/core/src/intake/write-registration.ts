import type { Town } from '../account/town.js';
import type { NewOutboxEntry, NewServiceRequest } from '../request/records.js';
import { formatRequestNumber } from '../request/request-number.js';
import { renderText } from '../text/catalogue.js';
import type { PlannedRequest, RegistrationPlan } from './registration-plan.js';
import type { RegistrationTransaction } from './registration-store.js';

/**
 * Writes a plan with one statement a table. The running numbers are taken late, because everything
 * after them is serial between workers.
 */
export async function writeRegistration(
  transaction: RegistrationTransaction,
  plan: RegistrationPlan,
  town: Town,
): Promise<void> {
  await transaction.settleEnvelopes(plan.settlements);
  await transaction.insertContacts(plan.contacts);
  await transaction.insertContactPoints(plan.contactPoints);
  await transaction.insertMessages(plan.messages);
  await transaction.insertAttachments(plan.attachments);
  await transaction.insertClocks(plan.clocks);
  await transaction.updateClocks(plan.changedClocks);
  await transaction.insertSegments(plan.segments);
  await transaction.updateRequests(plan.requestUpdates);
  await transaction.reopenClocks(plan.reopenedClocks);
  await transaction.markUndeliverable(plan.undeliverable);
  await transaction.turnAway(plan.turnedAway);
  await transaction.insertQuarantine(plan.quarantined);
  await transaction.insertAudit(plan.audit);
  const numbered = await numberRequests(transaction, plan.requests, town);
  await transaction.insertRequests(numbered.map(({ request }) => request));
  await transaction.insertRequestLinks(plan.links);
  const acknowledgements = numbered.flatMap(({ acknowledgement }) => acknowledgement ?? []);
  await transaction.insertOutbox([...plan.outbox, ...acknowledgements]);
  await transaction.insertUntold(plan.untold);
  await transaction.scheduleDigests(plan.digests);
  await transaction.countBlocks(plan.blocks);
  // After the outbox: what the batch itself put there waits too.
  if (plan.consent.length > 0) await transaction.writeConsent(plan.consent);
}

interface NumberedRequest {
  readonly request: NewServiceRequest;
  readonly acknowledgement: NewOutboxEntry | null;
}

async function numberRequests(
  transaction: RegistrationTransaction,
  planned: readonly PlannedRequest[],
  town: Town,
): Promise<NumberedRequest[]> {
  const numbered: NumberedRequest[] = [];
  for (const series of new Set(planned.map((request) => request.series))) {
    const group = planned.filter((request) => request.series === series);
    const first = await transaction.takeNumbers(series, group.length);
    const year = series.slice(town.letters.length);
    for (const [offset, request] of group.entries()) {
      const number = formatRequestNumber({ letters: town.letters, year, sequence: first + offset });
      numbered.push({
        request: { ...request.row, number },
        acknowledgement: acknowledge(request, number),
      });
    }
  }
  return numbered;
}

function acknowledge(planned: PlannedRequest, number: string): NewOutboxEntry | null {
  const { acknowledgement } = planned;
  if (acknowledgement === null) return null;
  const { language, promise, urgent, isBrief } = acknowledgement;
  const code = isBrief ? 'acknowledgement.brief' : 'acknowledgement';
  const told = renderText(code, language, { number, promise });
  const body = urgent === '' ? told : `${urgent}${isBrief ? ' ' : '\n\n'}${told}`;
  return { ...acknowledgement.entry, requestNumber: number, body };
}
