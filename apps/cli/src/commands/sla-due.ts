import { z } from 'zod';

import { businessCalendar } from '#core/calendar/business-calendar';
import { parseTarget } from '#core/calendar/target';

import {
  type CommandOutcome,
  defineCommand,
  done,
  type StreamedAnswer,
} from '../command/command.js';
import type { InputFiles } from '../command/command-context.js';
import { dueText } from '../render/due-text.js';
import { calendarOf } from '../sla/calendar-file.js';
import { dueAnswer, type Promised, segmentsOf } from '../sla/due-answer.js';
import { BadLines, readReceived } from '../sla/received-instants.js';

/** `sla due`: when a promise would end. It needs no town and no database. */
export const slaDueCommand = defineCommand({
  name: 'sla due',
  summary: 'Tell when a promise ends that begins at an instant',
  details: [
    'Needs no town and no database. An instant carries its offset: 2026-09-04T18:00:00-04:00.',
    'With --received-file every line is one instant and is answered by one line; lines that are no',
    'instants are named at the end, with exit code 1. docs/sla.md describes calendars and targets.',
  ],
  options: {
    received: { type: 'string', value: 'INSTANT', help: 'When the message came in' },
    'received-file': {
      type: 'string',
      value: 'F',
      help: 'One instant a line; - is standard input',
    },
    calendar: { type: 'string', value: 'NAME|F', help: 'A calendar by name or file; else default' },
    target: {
      type: 'string',
      value: 'TEXT',
      help: "As '12 business hours'; else '1 business day'",
    },
  },
  schema: z.object({
    received: z.string().optional(),
    'received-file': z.string().min(1, 'is empty').optional(),
    calendar: z.string().min(1, 'is empty').optional(),
    target: z.string().default('1 business day'),
  }),
  run: async (input, { files }) => {
    const { received, 'received-file': file } = input;
    if ((received === undefined) === (file === undefined)) {
      const message = 'is wanted, or --received-file: one of them';
      return { kind: 'wrong-use', faults: [{ field: '--received', message }] };
    }
    const definition = await calendarOf(input.calendar, files);
    if (!definition.ok) return { kind: 'refused', problem: definition.problem };
    const calendar = businessCalendar(definition.value);
    const target = parseTarget(input.target, calendar);
    if (!target.ok) return { kind: 'wrong-use', faults: asOptions(target.problem.faults ?? []) };
    const promised = { calendar, target: target.value };
    return file === undefined ? oneDue(received ?? '', promised) : manyDue(file, promised, files);
  },
});

function asOptions<Fault extends { readonly field: string }>(faults: readonly Fault[]): Fault[] {
  return faults.map((fault) => ({ ...fault, field: `--${fault.field}` }));
}

function oneDue(given: string, promised: Promised): CommandOutcome {
  const read = readReceived(given);
  if (read.kind === 'wrong') {
    return { kind: 'wrong-use', faults: [{ field: '--received', message: read.message }] };
  }
  const { received } = read;
  const answer = dueAnswer(promised, received);
  const segments = segmentsOf(promised, received.at);
  return done({ ...answer, segments }, dueText(promised, received.at));
}

async function manyDue(
  file: string,
  promised: Promised,
  files: InputFiles,
): Promise<CommandOutcome> {
  const content = await files.read(file);
  if (!content.ok) return { kind: 'refused', problem: content.problem };
  const bad = new BadLines();
  const answers = dueLines(content.value.split('\n'), promised, bad);
  return { kind: 'stream', answers, afterwards: () => bad.problem() };
}

// eslint-disable-next-line @typescript-eslint/require-await -- a stream, whose lines are there at once
async function* dueLines(
  lines: readonly string[],
  promised: Promised,
  bad: BadLines,
): AsyncIterable<StreamedAnswer> {
  for (const [position, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const read = readReceived(line);
    if (read.kind === 'wrong') bad.add(position + 1, read.message);
    else {
      const value = dueAnswer(promised, read.received);
      yield { value, text: `${value.received}  ${value.dueLocal}` };
    }
  }
}
