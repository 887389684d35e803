import { z } from 'zod';

import { dutyReported } from '../../../api/src/staff/emergencies/emergency-answers.js';
import { type Command, defineCommand, done } from '../command/command.js';
import { askOnce } from '../staff-api/ask.js';

const number = z.string('is missing; as FM26-000001-9').min(1, 'is empty');
const at = z.string('is missing; as 2026-11-23T21:10:00-05:00');

const complete = defineCommand({
  name: 'duty complete',
  summary: 'Record that the state was told of a spill: a person was spoken to',
  details: ['A voicemail or a fax is no report: `duty attempt` keeps it, and the clock runs on.'],
  positionals: ['number'],
  options: {
    'spoke-to': { type: 'string', value: 'NAME', help: 'Who was spoken to' },
    at: { type: 'string', value: 'TIME', help: 'When, with an offset' },
    gallons: { type: 'string', value: 'N', help: 'How much was spilt' },
    'water-body': { type: 'string', value: 'NAME', help: 'Which water it reached' },
    cause: { type: 'string', value: 'TEXT', help: 'Why it happened' },
  },
  schema: z.object({
    number,
    'spoke-to': z.string('is missing; a voicemail or a fax is no report').min(1, 'is empty'),
    at,
    gallons: z
      .string()
      .regex(/^\d{1,9}$/, 'must be a whole number')
      .transform(Number)
      .optional(),
    'water-body': z.string().optional(),
    cause: z.string().optional(),
  }),
  run: (input, context) => {
    const { gallons, cause, 'water-body': waterBody, 'spoke-to': spokeTo } = input;
    const body = {
      ...{ outcome: 'spoken', spokeTo, at: input.at },
      ...(gallons !== undefined && { gallons }),
      ...(waterBody !== undefined && { waterBody }),
      ...(cause !== undefined && { cause }),
    };
    return report(input.number, body, context);
  },
});

const attempt = defineCommand({
  name: 'duty attempt',
  summary: 'Record a call to the state that reached nobody; the clock runs on',
  positionals: ['number'],
  options: {
    outcome: { type: 'string', value: 'HOW', help: 'voicemail or fax' },
    at: { type: 'string', value: 'TIME', help: 'When, with an offset' },
  },
  schema: z.object({
    number,
    outcome: z.enum(['voicemail', 'fax'], 'must be voicemail or fax'),
    at,
  }),
  run: (input, context) => report(input.number, { outcome: input.outcome, at: input.at }, context),
});

export const dutyCommands: readonly Command[] = [complete, attempt];

function report(of: string, body: object, context: Parameters<Command['run']>[1]) {
  const path = `/requests/${encodeURIComponent(of)}/duty-reports`;
  return askOnce(
    context,
    { request: { method: 'POST', path, body }, shape: dutyReported },
    (answer) =>
      done(answer, answer.completed ? 'The duty is done.' : 'Kept. The duty is not done by it.'),
  );
}
