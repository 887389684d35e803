import type { Town } from '../account/town.js';
import type { Addressee } from '../alert/alert.js';
import { type AlertPorts, type News, planAlert, type PlannedAlert } from '../alert/plan-alert.js';
import { waysToReach } from '../alert/ways-to-reach.js';
import type { StaffId } from '../identity/ids.js';
import type { EmergencyId } from '../identity/ids.js';
import { onCallAt } from '../on-call/on-call-at.js';
import type { Rota } from '../on-call/rota.js';
import { addMilliseconds, type Instant, MINUTE } from '../time/instant.js';
import type { EmergencyChange, EmergencyStep, EmergencyStepKind } from './emergency.js';
import type { ShownEmergency } from './emergency-store.js';
import { pageText, pageTitle } from './page-text.js';

export interface TurnPorts extends AlertPorts {
  readonly town: () => Town;
  /** Where a person takes an emergency with one press. */
  readonly pageLink: (emergencyId: EmergencyId, staffId: StaffId, at: Instant) => string;
  /** What the person texts back to take it. */
  readonly pageCode: (emergencyId: EmergencyId, staffId: StaffId) => string;
  /** How long one person is waited for. */
  readonly nextPersonAfterMs: number;
}

/** Whoever can be told. */
export interface Team {
  readonly addressees: readonly Addressee[];
  /** Null: none was ever saved, or it cannot be read. */
  readonly rota: Rota | null;
}

export interface Turn {
  readonly change: EmergencyChange;
  readonly alerts: readonly PlannedAlert[];
  /** Nobody could be told, or nobody is on call: an alarm. */
  readonly alarm: boolean;
}

/**
 * One turn of an emergency: the next person on call is told, those whom nobody can reach are passed
 * over at once; where nobody is on call, or in opening hours, all supervisors are told.
 */
export function takeTurn(
  emergency: ShownEmergency,
  team: Team,
  ports: TurnPorts,
  now: Instant,
): Turn {
  const record = new TurnRecord(emergency, ports, now);
  if (emergency.state === 'telling') return tellOffice(record, team);
  const names =
    team.rota === null ? [] : onCallAt(team.rota, now, emergency.kind, ports.town().zone);
  for (let tried = 0; tried < names.length; tried += 1) {
    const name = names[(emergency.turns + tried) % names.length];
    const person = team.addressees.find((addressee) => addressee.name === name);
    record.turns += 1;
    if (person !== undefined && record.tell(person, 'paged')) return record.end('paging', false);
    record.note('failed', person?.staffId ?? null, 'nobody-can-reach-them');
  }
  record.note('nobody', null, names.length === 0 ? 'nobody-on-call' : 'nobody-reachable');
  record.turns += names.length === 0 ? 1 : 0;
  for (const person of officeOf(team)) record.tell(person, 'paged');
  return record.end('paging', true);
}

function tellOffice(record: TurnRecord, team: Team): Turn {
  const told = officeOf(team).filter((person) => record.tell(person, 'told'));
  if (told.length > 0) return record.end('told', false);
  record.note('nobody', null, 'nobody-reachable');
  return record.end('telling', true);
}

/** The supervisors and administrators. */
function officeOf({ addressees }: Team): readonly Addressee[] {
  return addressees.filter(({ role }) => role === 'supervisor' || role === 'administrator');
}

class TurnRecord {
  turns: number;
  private readonly steps: EmergencyStep[] = [];
  private readonly alerts: PlannedAlert[] = [];

  constructor(
    private readonly emergency: ShownEmergency,
    private readonly ports: TurnPorts,
    private readonly now: Instant,
  ) {
    this.turns = emergency.turns;
  }

  /** @returns false when nobody can reach the person. */
  tell(person: Addressee, kind: 'paged' | 'told'): boolean {
    const { emergency, ports, now } = this;
    if (waysToReach(person, '', ports.accounts).length === 0) return false;
    const { id, requestId, requestNumber } = emergency;
    const link = ports.pageLink(id, person.staffId, now);
    const code = ports.pageCode(id, person.staffId);
    const nextInMinutes = kind === 'told' ? null : Math.ceil(ports.nextPersonAfterMs / MINUTE);
    const facts = { emergency, link, code, nextInMinutes };
    const news: News = {
      ...{ key: ['page', id, String(this.nextStep())], kind: 'page', subject: `emergency:${id}` },
      request: { id: requestId, number: requestNumber },
      ...{ title: pageTitle(facts, ports.town()), text: pageText(facts, ports.town()) },
      urgent: true,
    };
    this.alerts.push(planAlert(news, person, ports, now));
    this.note(kind, person.staffId, null);
    return true;
  }

  note(kind: EmergencyStepKind, staffId: StaffId | null, detail: string | null): void {
    const { id: emergencyId } = this.emergency;
    const step = this.nextStep();
    this.steps.push({
      ...{ emergencyId, step, kind, staffId, requestId: null, at: this.now, detail },
    });
  }

  end(state: 'paging' | 'telling' | 'told', alarm: boolean): Turn {
    const { emergency, steps, alerts, turns, now } = this;
    const again = addMilliseconds(now, this.ports.nextPersonAfterMs);
    const change = {
      emergency: {
        ...{ ...emergency, state, turns, steps: this.nextStep() },
        nextPageAt: state === 'told' ? null : again,
      },
      isNew: false,
      steps,
    };
    return { change, alerts, alarm };
  }

  private nextStep(): number {
    return this.emergency.steps + this.steps.length;
  }
}
