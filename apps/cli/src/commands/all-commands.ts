import { channels } from '#channels/registration';

import type { Command } from '../command/command.js';
import { channelCommands } from './channel.js';
import { configCommands } from './config.js';
import { explainCommands } from './explain.js';
import { ledgerCommands } from './ledger.js';
import { migrationCommands } from './migration.js';
import { quarantineCommands } from './quarantine.js';
import { requestCommands } from './request.js';
import { requestFileCommands } from './request-files.js';
import { secretsCommands } from './secrets.js';

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  ...requestCommands,
  ...requestFileCommands,
  ...quarantineCommands,
  ...channelCommands,
  ...explainCommands(channels),
  ...configCommands,
  ...secretsCommands,
  ...ledgerCommands,
  ...migrationCommands,
];
