import { z } from 'zod';

import { callOutcomes } from '#core/reply/log-call';

import { called } from '../../../api/src/staff/answers.js';
import { defineCommand, done } from '../command/command.js';
import { askOnce } from '../staff-api/ask.js';

export const requestCallCommand = defineCommand({
  name: 'request call',
  summary: 'Log a phone call about a request; citizens never see it',
  details: ['Only a person who was spoken to has been answered; a voicemail stops no clock.'],
  positionals: ['number'],
  options: {
    outcome: { type: 'string', value: 'HOW', help: `One of ${callOutcomes.join(', ')}` },
    text: { type: 'string', value: 'TEXT', help: 'What was said' },
    'spoke-to': { type: 'string', value: 'NAME', help: 'Who was spoken to' },
    at: { type: 'string', value: 'TIME', help: 'When it took place, with an offset (now)' },
  },
  schema: z.object({
    number: z.string('is missing; as FM26-000001-9').min(1, 'is empty'),
    outcome: z.enum(callOutcomes, `must be one of ${callOutcomes.join(', ')}`),
    text: z.string('is missing; write what was said'),
    'spoke-to': z.string().optional(),
    at: z.string().optional(),
  }),
  run: ({ number, outcome, text, at, 'spoke-to': spokeTo }, context) => {
    const request = {
      method: 'POST',
      path: `/requests/${encodeURIComponent(number)}/calls`,
      idempotencyKey: context.newKey(),
      body: {
        ...{ outcome, text },
        ...(spokeTo !== undefined && { spokeTo }),
        ...(at !== undefined && { at }),
      },
    } as const;
    return askOnce(context, { request, shape: called }, (answer) =>
      done(answer, `Logged as message ${answer.messageId}. ${metText(answer.met)}`),
    );
  },
});

function metText(met: number): string {
  return met === 0 ? 'No awaited answer was met.' : 'The answer that was awaited is met.';
}
