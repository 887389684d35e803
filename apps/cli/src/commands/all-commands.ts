import type { Command } from '../command/command.js';

type Loaded = Promise<readonly Command[]>;

/**
 * What each first word brings, in the order of the help. Loaded when it is typed: the channels and
 * their libraries take longer than most commands.
 */
const families: readonly { readonly word: string; readonly load: () => Loaded }[] = [
  { word: 'request', load: loadRequest },
  { word: 'emergency', load: async () => (await import('./emergency.js')).emergencyCommands },
  { word: 'duty', load: async () => (await import('./duty.js')).dutyCommands },
  { word: 'on-call', load: async () => (await import('./on-call.js')).onCallCommands },
  { word: 'staff', load: async () => (await import('./staff.js')).staffCommands },
  { word: 'service', load: async () => (await import('./service.js')).serviceCommands },
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
  const loaded = await Promise.all(families.map(({ load }) => load()));
  return [...loaded.flat(), ...(await loadExplain())];
}

async function loadRequest(): Loaded {
  const modules = await Promise.all([
    import('./request.js'),
    import('./request-call.js'),
    import('./request-clocks.js'),
    import('./request-files.js'),
  ]);
  const [{ requestCommands }, { requestCallCommand }, { requestClocksCommand }, files] = modules;
  return [
    ...requestCommands,
    requestCallCommand,
    requestClocksCommand,
    ...files.requestFileCommands,
  ];
}

async function loadSla(): Loaded {
  const [due, simulate, calendar, changes, policy] = await Promise.all([
    import('./sla-due.js'),
    import('./sla-simulate.js'),
    import('./sla-calendar.js'),
    import('./sla-changes.js'),
    import('./sla-policy.js'),
  ]);
  return [
    due.slaDueCommand,
    simulate.slaSimulateCommand,
    ...calendar.slaCalendarCommands,
    ...changes.slaChangeCommands,
    ...policy.slaPolicyCommands,
  ];
}

/** Named after the channels that have them, which only the registration list knows. */
async function loadExplain(): Loaded {
  const [{ explainCommands }, { channels }] = await Promise.all([
    import('./explain.js'),
    import('#channels/registration'),
  ]);
  return explainCommands(channels);
}
