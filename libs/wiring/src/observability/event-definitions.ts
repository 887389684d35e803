import type { Level } from 'pino';

interface EventDefinition {
  readonly level: Level;
  readonly help: string;
  /** Facts that also label the counter: few values each. */
  readonly labels: readonly string[];
}

/** Everything worth a line and a number, said once. Facts are ids, codes and counts. */
export const eventDefinitions = {
  envelopes_stored: { level: 'debug', help: 'Messages stored and acknowledged', labels: [] },
  envelopes_repeated: {
    level: 'debug',
    help: 'Messages that a provider sent again',
    labels: [],
  },
  envelope_dead_lettered: {
    level: 'error',
    help: 'Messages that the database refused; their bytes lie in the dead-letter folder',
    labels: [],
  },
  envelopes_not_stored: {
    level: 'warn',
    help: 'Requests told to come again, because they could not be stored',
    labels: ['reason'],
  },
  webhook_answered: {
    level: 'debug',
    help: 'Calls answered with success, by account and whether they carried a message',
    labels: ['account', 'carried'],
  },
  envelope_settled: {
    level: 'debug',
    help: 'What became of messages',
    labels: ['outcome'],
  },
  digest_queued: {
    level: 'info',
    help: 'Digests of request numbers for senders over the cap on acknowledgements',
    labels: [],
  },
  delivery_settled: {
    level: 'info',
    help: 'Attempts to send, by what became of the message',
    labels: ['state'],
  },
  answer_laddered: {
    level: 'info',
    help: 'Answers that a channel refused and that go on by another way',
    labels: [],
  },
  answer_undelivered: {
    level: 'warn',
    help: 'Answers that reached nobody and wait for a person',
    labels: [],
  },
  delivery_fenced: {
    level: 'warn',
    help: 'Outcomes that came after somebody else had settled the message',
    labels: [],
  },
  unknown_looked_up: {
    level: 'info',
    help: 'Looks at a provider for a message whose outcome is not known',
    labels: [],
  },
  loop_failed: {
    level: 'warn',
    help: 'Rounds of a worker loop that failed and will be repeated',
    labels: ['loop', 'error'],
  },
  sla_warned: { level: 'info', help: 'Warnings that a promise may be broken', labels: [] },
  sla_breached: { level: 'warn', help: 'Promises that were broken', labels: [] },
  sla_escalated: { level: 'warn', help: 'Escalations of broken promises', labels: [] },
  alert_lost: {
    level: 'error',
    help: 'Alerts that no way was left for: give the person another address',
    labels: [],
  },
  alerts_reach_nobody: {
    level: 'error',
    help: 'Times that something was late and nobody could be told: townline staff address',
    labels: [],
  },
  watch_stands_still: {
    level: 'error',
    help: 'Looks that found nobody watching over the promises: start a worker',
    labels: [],
  },
  emergency_told: { level: 'warn', help: 'People told of an emergency', labels: [] },
  emergency_reaches_nobody: {
    level: 'error',
    help: 'Turns of emergencies when nobody was on call or could be reached',
    labels: [],
  },
  limit_told: {
    level: 'warn',
    help: 'Alerts about a daily cap, or about numbers that were told nothing more',
    labels: [],
  },
  account_broken: {
    level: 'error',
    help: 'Channel accounts found unusable',
    labels: [],
  },
  account_silent: {
    level: 'error',
    help: 'Accounts found silent for longer than chance allows: townline channel check',
    labels: ['account'],
  },
  account_heard_again: {
    level: 'info',
    help: 'Accounts to which something came again after an abnormal silence',
    labels: ['account'],
  },
  account_checked: {
    level: 'info',
    help: 'Hourly checks of channel accounts',
    labels: ['healthy'],
  },
  document_broken: {
    level: 'error',
    help: 'Saved calendars and policies that cannot be read; the version before holds',
    labels: ['kind'],
  },
  clocks_recounted: {
    level: 'info',
    help: 'Open clocks counted anew because their calendar changed',
    labels: [],
  },
  channel_warned: { level: 'warn', help: 'Warnings of channels', labels: ['channel'] },
  attachments_fetched: { level: 'debug', help: 'Attachments looked for', labels: [] },
  polled: { level: 'debug', help: 'Messages fetched from providers', labels: ['channel'] },
  queue_away: { level: 'warn', help: 'Times that Redis went away', labels: [] },
  queue_back: { level: 'info', help: 'Times that Redis came back', labels: [] },
  queue_evicting: {
    level: 'error',
    help: 'Times that Redis was found to throw keys away: set maxmemory-policy noeviction',
    labels: [],
  },
  request_failed: {
    level: 'error',
    help: 'HTTP requests that met a bug or an outage',
    labels: ['error'],
  },
  staff_acted: { level: 'info', help: 'What staff did', labels: ['action'] },
  staff_seeded: { level: 'warn', help: 'First administrators made', labels: [] },
  secrets_rotated: { level: 'warn', help: 'Rotations of the secret key', labels: [] },
  sandbox_ended: { level: 'warn', help: 'Times that the sandbox ended by itself', labels: [] },
  town_started: { level: 'info', help: 'Starts', labels: [] },
  town_stopping: { level: 'info', help: 'Stops asked for', labels: ['signal'] },
} as const satisfies Readonly<Record<string, EventDefinition>>;

export type EventName = keyof typeof eventDefinitions;
