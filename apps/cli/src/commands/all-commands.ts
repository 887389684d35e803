import { channels } from '#channels/registration';

import type { Command } from '../command/command.js';
import { channelCommands } from './channel.js';
import { configCommands } from './config.js';
import { dutyCommands } from './duty.js';
import { emergencyCommands } from './emergency.js';
import { explainCommands } from './explain.js';
import { ledgerCommands } from './ledger.js';
import { migrationCommands } from './migration.js';
import { onCallCommands } from './on-call.js';
import { quarantineCommands } from './quarantine.js';
import { requestCommands } from './request.js';
import { requestCallCommand } from './request-call.js';
import { requestClocksCommand } from './request-clocks.js';
import { requestFileCommands } from './request-files.js';
import { secretsCommands } from './secrets.js';
import { serviceCommands } from './service.js';
import { slaCalendarCommands } from './sla-calendar.js';
import { slaChangeCommands } from './sla-changes.js';
import { slaDueCommand } from './sla-due.js';
import { slaPolicyCommands } from './sla-policy.js';
import { slaSimulateCommand } from './sla-simulate.js';
import { staffCommands } from './staff.js';

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  ...requestCommands,
  ...emergencyCommands,
  ...dutyCommands,
  ...onCallCommands,
  ...staffCommands,
  ...serviceCommands,
  requestCallCommand,
  requestClocksCommand,
  ...requestFileCommands,
  ...quarantineCommands,
  ...channelCommands,
  ...explainCommands(channels),
  slaDueCommand,
  slaSimulateCommand,
  ...slaCalendarCommands,
  ...slaChangeCommands,
  ...slaPolicyCommands,
  ...configCommands,
  ...secretsCommands,
  ...ledgerCommands,
  ...migrationCommands,
];
