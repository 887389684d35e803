import type { ChannelAccounts } from '../account/channel-accounts.js';
import type { Addressee } from '../alert/alert.js';
import { waysToReach } from '../alert/ways-to-reach.js';
import type { BusinessCalendar } from '../calendar/business-calendar.js';
import { joined, type Opening, without } from '../calendar/opening.js';
import { wallClock } from '../calendar/wall-clock.js';
import { type EmergencyKind, emergencyKinds } from '../emergency/emergency-kind.js';
import type { FieldFault } from '../error/problem.js';
import { addMilliseconds, type Instant } from '../time/instant.js';
import { isFor, ROTA_LOOKAHEAD_MS, shiftSpans } from './on-call-at.js';
import type { Rota } from './rota.js';

export interface RotaFacts {
  /** Everybody of the town, with their addresses. */
  readonly staff: readonly Pick<Addressee, 'name' | 'addresses'>[];
  readonly accounts: Pick<ChannelAccounts, 'enabled'>;
  /** While it is open the office itself is told, and nobody need be on call. */
  readonly calendar: BusinessCalendar;
  readonly now: Instant;
}

/**
 * What would keep an emergency from reaching anybody: named people who do not exist or whom no
 * enabled account reaches, and closed hours of the next 14 days when nobody is on call.
 */
export function rotaFaults(rota: Rota, facts: RotaFacts): readonly FieldFault[] {
  const named = rota.shifts.flatMap(({ person, deputies }, position) => [
    { field: `shifts.${position}.person`, name: person },
    ...deputies.map((name, at) => ({ field: `shifts.${position}.deputies.${at}`, name })),
  ]);
  const supervisors = rota.supervisors.map((name, at) => ({ field: `supervisors.${at}`, name }));
  return [
    ...[...named, ...supervisors].flatMap(({ field, name }) => {
      const message = unreachable(name, facts);
      return message === null ? [] : [{ field, message }];
    }),
    ...emergencyKinds.flatMap((kind) => uncovered(rota, kind, facts)),
  ];
}

function unreachable(name: string, { staff, accounts }: RotaFacts): string | null {
  const known = staff.filter((member) => member.name === name);
  if (known.length > 1) return `names ${known.length} members of staff; give them distinct names`;
  const [member] = known;
  if (member === undefined) return `names ${name}, who is no member of staff; \`staff add\` first`;
  if (member.addresses.length === 0) {
    return `names ${name}, who has no address; \`staff address\` gives one`;
  }
  if (waysToReach(member, '', accounts).length > 0) return null;
  return `names ${name}, whom no enabled channel account can reach; add an account or an address`;
}

/** The first hole for one kind: one is enough to refuse, and the next shows when it is mended. */
function uncovered(
  rota: Rota,
  kind: EmergencyKind,
  { calendar, now }: RotaFacts,
): readonly FieldFault[] {
  const window = { startAt: now, endAt: addMilliseconds(now, ROTA_LOOKAHEAD_MS) };
  const closed = without([window], calendar.openingsBetween(window.startAt, window.endAt));
  const covered: readonly Opening[] = joined(
    rota.shifts
      .filter((shift) => isFor(shift, kind))
      .flatMap((shift) => shiftSpans(shift, window, calendar.zone)),
  );
  const [hole] = without(closed, covered);
  if (hole === undefined) return [];
  const clock = wallClock(calendar.zone);
  const span = `${clock.isoOf(hole.startAt)} to ${clock.isoOf(hole.endAt)}`;
  return [{ field: 'shifts', message: `nobody is on call for ${kind} emergencies from ${span}` }];
}
