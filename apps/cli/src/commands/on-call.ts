import { z } from 'zod';

import { invalidInput } from '#core/error/problem';

import { onCall } from '../../../api/src/staff/emergencies/emergency-answers.js';
import { type Command, type CommandOutcome, defineCommand, done } from '../command/command.js';
import type { CommandContext } from '../command/command-context.js';
import { printableLine } from '../render/printable.js';
import { table } from '../render/table.js';
import { askOnce } from '../staff-api/ask.js';

type OnCall = z.output<typeof onCall>;

const show = defineCommand({
  name: 'on-call show',
  summary: 'Show who is told of emergencies now; with --json the whole rota',
  schema: z.object({}),
  run: (_input, context) => read(context, (answer) => done(answer, nowText(answer))),
});

const set = defineCommand({
  name: 'on-call set',
  summary: 'Save a rota from a JSON file; one that would reach nobody is refused',
  details: ['docs/emergencies.md shows the form.'],
  positionals: ['file'],
  schema: z.object({ file: z.string('is missing; - is standard input') }),
  run: async ({ file }, context) => {
    const text = await context.files.read(file);
    if (!text.ok) return { kind: 'refused', problem: text.problem };
    const body = parsed(text.value);
    if (body === null) {
      return { kind: 'refused', problem: invalidInput([{ field: 'FILE', message: 'is no JSON' }]) };
    }
    const request = { method: 'PUT', path: '/on-call', body } as const;
    return askOnce(context, { request, shape: onCall }, (answer) =>
      done(answer, `Saved as version ${answer.version ?? 0}.\n\n${nowText(answer)}`),
    );
  },
});

const check = defineCommand({
  name: 'on-call check',
  summary: 'Tell whether the rota reaches somebody at every closed hour of the next 14 days',
  schema: z.object({}),
  run: (_input, context) =>
    read(context, (answer) => {
      const rows = answer.faults.map(({ field, message }) => [field, printableLine(message)]);
      const faulty = rows.length > 0;
      const text = faulty ? table(rows) : 'Somebody can be reached at every closed hour.';
      return { kind: 'done', value: answer, text, faulty };
    }),
});

export const onCallCommands: readonly Command[] = [show, set, check];

function read(context: CommandContext, say: (answer: OnCall) => CommandOutcome) {
  return askOnce(context, { request: { method: 'GET', path: '/on-call' }, shape: onCall }, say);
}

function nowText(answer: OnCall): string {
  const rows = Object.entries(answer.onCall).map(([kind, names]) => [
    kind,
    names.length === 0 ? 'nobody' : printableLine(names.join(', then ')),
  ]);
  return table([['EMERGENCY', 'TOLD NOW'], ...rows]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
