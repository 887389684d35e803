import type { Command } from '../command/command.js';

type Loaded = Promise<readonly Command[]>;

/**
 * What each first word brings, in the order of the help. Loaded when it is typed: the channels and
 * their libraries take longer than most commands. One after the other: they share most modules, and
 * Jest's ES loader loses what is linked twice at once.
 */
const families: readonly { readonly word: string; readonly load: () => Loaded }[] = [
  { word: 'request', load: loadRequest },
  { word: 'emergency', load: async () => (await import('./emergency.js')).emergencyCommands },
  { word: 'duty', load: async () => (await import('./duty.js')).dutyCommands },
  { word: 'on-call', load: async () => (await import('./on-call.js')).onCallCommands },
  { word: 'staff', load: async () => (await import('./staff.js')).staffCommands },
  { word: 'service', load: async () => (await import('./service.js')).serviceCommands },
  { word: 'call', load: async () => (await import('./call-log.js')).callCommands },
  { word: 'consent', load: async () => (await import('./consent.js')).consentCommands },
  { word: 'quarantine', load: async () => (await import('./quarantine.js')).quarantineCommands },
  { word: 'channel', load: async () => (await import('./channel.js')).channelCommands },
  { word: 'sla', load: loadSla },
  { word: 'config', load: async () => (await import('./config.js')).configCommands },
  { word: 'secrets', load: async () => (await import('./secrets.js')).secretsCommands },
  { word: 'ledger', load: async () => (await import('./ledger.js')).ledgerCommands },
  { word: 'migration', load: async () => (await import('./migration.js')).migrationCommands },
];

/** The commands of the first word that was typed; for any other word, and for none, all of them. */
export async function commandsFor(firstWord: string | undefined): Promise<readonly Command[]> {
  const family = families.find(({ word }) => word === firstWord);
  if (family !== undefined) return family.load();
  const all: Command[] = [];
  for (const { load } of families) all.push(...(await load()));
  return [...all, ...(await loadExplain())];
}

async function loadRequest(): Loaded {
  const { requestCommands } = await import('./request.js');
  const { requestCallCommand } = await import('./request-call.js');
  const { requestHandledCommand } = await import('./request-handled.js');
  const { requestClocksCommand } = await import('./request-clocks.js');
  const { requestFileCommands } = await import('./request-files.js');
  return [
    ...requestCommands,
    requestCallCommand,
    requestHandledCommand,
    requestClocksCommand,
    ...requestFileCommands,
  ];
}

async function loadSla(): Loaded {
  const { slaDueCommand } = await import('./sla-due.js');
  const { slaSimulateCommand } = await import('./sla-simulate.js');
  const { slaCalendarCommands } = await import('./sla-calendar.js');
  const { slaChangeCommands } = await import('./sla-changes.js');
  const { slaPolicyCommands } = await import('./sla-policy.js');
  return [
    slaDueCommand,
    slaSimulateCommand,
    ...slaCalendarCommands,
    ...slaChangeCommands,
    ...slaPolicyCommands,
  ];
}

/** Named after the channels that have them, which only the registration list knows. */
async function loadExplain(): Loaded {
  const { channels } = await import('#channels/registration');
  const { explainCommands } = await import('./explain.js');
  return explainCommands(channels);
}
