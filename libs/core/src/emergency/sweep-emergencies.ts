import type { AlertStore } from '../alert/alert-store.js';
import type { EmergencyId } from '../identity/ids.js';
import type { Checkpoint } from '../intake/checkpoint.js';
import { readRota } from '../on-call/read-rota.js';
import type { Rota } from '../on-call/rota.js';
import { parseJson } from '../text/parse-json.js';
import type { Instant } from '../time/instant.js';
import type { TownDocumentStore } from '../town/town-document-store.js';
import type { EmergencyStore } from './emergency-store.js';
import { takeTurn, type Team, type Turn, type TurnPorts } from './take-turn.js';

export interface EmergencySweepPorts extends TurnPorts {
  readonly emergencies: EmergencyStore;
  readonly alerts: Pick<AlertStore, 'addressees'>;
  readonly documents: Pick<TownDocumentStore, 'find'>;
  readonly checkpoint: Checkpoint;
}

export interface SweptEmergencies {
  readonly told: number;
  /** Turns at which nobody could be told, or nobody was on call. */
  readonly alarms: number;
}

const TAKEN_AT_ONCE = 50;

/**
 * Takes the turn of every emergency that waits for somebody. Row, record and pages of a turn are one
 * transaction, and the row is looked at again under its lock: two workers, or one that died, take a
 * turn once.
 */
export async function sweepEmergencies(
  ports: EmergencySweepPorts,
  now: Instant,
): Promise<SweptEmergencies> {
  const due = await ports.emergencies.due(now, TAKEN_AT_ONCE);
  if (due.length === 0) return { told: 0, alarms: 0 };
  const team = await readTeam(ports);
  const turns: Turn[] = [];
  for (const id of due) {
    const turn = await turnOf(id, team, ports, now);
    if (turn !== null) turns.push(turn);
  }
  return {
    told: turns.reduce((sum, { alerts }) => sum + alerts.length, 0),
    alarms: turns.filter(({ alarm }) => alarm).length,
  };
}

async function turnOf(
  id: EmergencyId,
  team: Team,
  ports: EmergencySweepPorts,
  now: Instant,
): Promise<Turn | null> {
  const turn = await ports.emergencies.change(id, async (transaction, emergency) => {
    if (emergency.nextPageAt === null || emergency.nextPageAt > now) return null;
    const taken = takeTurn(emergency, team, ports, now);
    ports.checkpoint('page:decided');
    await transaction.write(taken.change);
    await transaction.addAlerts(taken.alerts);
    ports.checkpoint('page:written');
    return taken;
  });
  if (turn !== null) ports.checkpoint('page:committed');
  return turn;
}

async function readTeam({ alerts, documents }: EmergencySweepPorts): Promise<Team> {
  return { addressees: await alerts.addressees(), rota: await savedRota(documents) };
}

/** Null when none was saved or it cannot be read any more: then all supervisors are told. */
export async function savedRota(documents: Pick<TownDocumentStore, 'find'>): Promise<Rota | null> {
  const saved = await documents.find('rota', ROTA_NAME);
  if (saved === null) return null;
  const parsed = parseJson(Buffer.from(saved.body, 'utf8'));
  if (parsed.kind === 'not-json') return null;
  const read = readRota(parsed.value);
  return read.ok ? read.value : null;
}

export const ROTA_NAME = 'default';
