import { z } from 'zod';

import { channels } from '#channels/registration';
import { invalidInput } from '#core/error/problem';
import { refused, type Result, succeeded } from '#core/error/result';
import { faultsOf } from '#wiring/accounts/account-faults';

import { channelAccount, channelAccounts, channelHealth } from '../../../api/src/staff/answers.js';
import { type Command, type CommandOutcome, defineCommand, done } from '../command/command.js';
import type { CommandContext } from '../command/command-context.js';
import { settingsFromPairs } from '../command/settings-from-pairs.js';
import { printableLine } from '../render/printable.js';
import { table } from '../render/table.js';
import { townTime } from '../render/town-time.js';
import { askOnce } from '../staff-api/ask.js';

const codes = channels.map(({ code }) => code);

const add = defineCommand({
  name: 'channel add',
  summary: 'Add a channel account: one mailbox, number, page or form',
  details: [
    `Channels: ${codes.join(', ')}.`,
    'Settings are checked against the channel; every field at fault is named. They are stored',
    'encrypted. Secrets are better read from a file than typed: other users may see a command line.',
    'Then the account is tried, step by step; it stays, also when a step fails.',
  ],
  positionals: ['channel'],
  options: {
    code: { type: 'string', value: 'C', help: 'Stands in the webhook address: a-z, 0-9, dashes' },
    title: { type: 'string', value: 'T', help: 'What staff call it' },
    set: {
      type: 'string',
      multiple: true,
      value: 'KEY=VALUE',
      help: 'One setting; dots reach inside, as limits.max=5; may be repeated',
    },
    'settings-file': {
      type: 'string',
      value: 'F',
      help: 'All settings as JSON; - is standard input',
    },
  },
  schema: z.object({
    channel: z.enum(codes, `must be one of ${codes.join(', ')}`),
    code: z.string('is missing').regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'takes a-z, 0-9 and dashes'),
    title: z.string('is missing').trim().min(1, 'is empty'),
    set: z.array(z.string().regex(/^[^=]+=/, 'must be KEY=VALUE')).default([]),
    'settings-file': z.string().optional(),
  }),
  run: async (input, context) => {
    const { channel, code, title, set } = input;
    const settings = await settingsOf(channel, set, input['settings-file'], context);
    if (!settings.ok) return { kind: 'refused', problem: settings.problem };
    const request = {
      method: 'POST',
      path: '/channel-accounts',
      body: { channel, code, title, settings: settings.value },
    } as const;
    const added = await askOnce(context, { request, shape: channelAccount }, (account) =>
      done(account, `Added. Webhook address: /webhooks/${account.code}`),
    );
    return added.kind === 'done' ? withCheck(added, await tryAccount(code, context)) : added;
  },
});

const list = defineCommand({
  name: 'channel list',
  summary: 'List the channel accounts, whether they work, and when something came last',
  details: [
    'Silence: "learning" for two weeks, then "normal", or "ABNORMAL" when nothing came for longer than',
    'chance allows. Disabled accounts and those of the sandbox are not judged. Spent: today, of the daily',
    'cap, where the account has a price.',
  ],
  schema: z.object({}),
  run: (_input, context) => {
    const request = { method: 'GET', path: '/channel-accounts' } as const;
    return askOnce(context, { request, shape: channelAccounts }, (answer) => {
      const rows = answer.accounts.map((account) => [
        account.code,
        account.channel,
        account.fault === null
          ? account.state
          : `${account.state}: ${printableLine(account.fault)}`,
        account.lastArrivalAt === null ? '-' : townTime(account.lastArrivalAt, context.zone),
        account.silence === 'abnormal' ? 'ABNORMAL' : (account.silence ?? '-'),
        spentToday(account.spending),
        printableLine(account.title),
      ]);
      const heading = ['CODE', 'CHANNEL', 'STATE', 'LAST MESSAGE', 'SILENCE', 'SPENT', 'TITLE'];
      return done(answer, table([heading, ...rows]));
    });
  },
});

const check = defineCommand({
  name: 'channel check',
  summary: 'Try whether an account works: credentials, subscription, permissions',
  positionals: ['code'],
  schema: z.object({ code: z.string('is missing; `channel list` shows the codes') }),
  run: (input, context) => tryAccount(input.code, context),
});

function spentToday(spending: z.output<typeof channelAccount>['spending']): string {
  if (spending === null) return '-';
  const { spent, dailyCap, currency } = spending;
  const of = dailyCap === null ? '' : ` of ${dailyCap.toFixed(2)}`;
  return `${spent.toFixed(2)}${of} ${currency}`;
}

export const channelCommands: readonly Command[] = [add, list, check];

function tryAccount(code: string, context: CommandContext): Promise<CommandOutcome> {
  const path = `/channel-accounts/${encodeURIComponent(code)}/check`;
  return askOnce(context, { request: { method: 'POST', path }, shape: channelHealth }, (health) => {
    const rows = health.steps.map(({ step, passed, detail }) => [
      passed ? 'ok' : 'FAILED',
      printableLine(step),
      printableLine(detail),
    ]);
    const verdict = health.healthy ? 'The account works.' : 'The account does not work.';
    const text = rows.length === 0 ? verdict : `${table(rows)}\n\n${verdict}`;
    return { kind: 'done', value: health, text, faulty: !health.healthy };
  });
}

/** The account was added whatever its check says; a check that could not be made is no fault of it. */
function withCheck(
  added: Extract<CommandOutcome, { kind: 'done' }>,
  check: CommandOutcome,
): CommandOutcome {
  if (check.kind !== 'done') return added;
  return { ...added, text: `${added.text}\n\n${check.text}`, faulty: check.faulty === true };
}

/** Settings from the file, the pairs on top, checked by the channel's own schema. */
async function settingsOf(
  channel: string,
  pairs: readonly string[],
  file: string | undefined,
  context: CommandContext,
): Promise<Result<unknown>> {
  const base = file === undefined ? succeeded('{}') : await context.files.read(file);
  if (!base.ok) return base;
  const fromFile = parsedObject(base.value);
  if (fromFile === null) {
    const fault = { field: '--settings-file', message: 'is no JSON object' };
    return refused(invalidInput([fault]));
  }
  const schema = channels.find(({ code }) => code === channel)?.settings ?? z.never();
  const settings = settingsFromPairs(fromFile, pairs, schema);
  const read = schema.safeParse(settings);
  return read.success ? succeeded(settings) : refused(invalidInput(faultsOf(read.error)));
}

function parsedObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    const read = z.record(z.string(), z.unknown()).safeParse(value);
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
