import { z } from 'zod';

import { emergencyKinds } from '#core/emergency/emergency-kind';

import * as answers from '../../../api/src/staff/emergencies/emergency-answers.js';
import { type Command, defineCommand, done } from '../command/command.js';
import { emergencyListText, emergencyText } from '../render/emergency-text.js';
import { askOnce } from '../staff-api/ask.js';

const number = z.string('is missing; as E-12').min(1, 'is empty');
const requestNumber = z.string('is missing; as FM26-000001-9').min(1, 'is empty');

const list = defineCommand({
  name: 'emergency list',
  summary: 'List emergencies, the newest first',
  options: { waiting: { type: 'boolean', help: 'Those only that nobody has acknowledged' } },
  schema: z.object({ waiting: z.boolean().default(false) }),
  run: ({ waiting }, context) => {
    const query = { waiting: String(waiting) };
    const request = { method: 'GET', path: '/emergencies', query } as const;
    return askOnce(context, { request, shape: answers.emergencyList }, (answer) =>
      done(answer, emergencyListText(answer.emergencies, context.zone)),
    );
  },
});

const show = defineCommand({
  name: 'emergency show',
  summary: 'Show one emergency: who was told when, and who has it',
  positionals: ['number'],
  schema: z.object({ number }),
  run: (input, context) => {
    const path = `/emergencies/${encodeURIComponent(input.number)}`;
    const request = { method: 'GET', path } as const;
    return askOnce(context, { request, shape: answers.emergencyDetail }, (answer) =>
      done(answer, emergencyText(answer, context.zone)),
    );
  },
});

const acknowledge = defineCommand({
  name: 'emergency acknowledge',
  summary: 'Take an emergency: nobody further is told',
  positionals: ['number'],
  schema: z.object({ number }),
  run: (input, context) => {
    const path = `/emergencies/${encodeURIComponent(input.number)}/acknowledge`;
    const request = { method: 'POST', path, body: {} } as const;
    return askOnce(context, { request, shape: answers.acknowledged }, (answer) =>
      done(answer, answer.already ? 'Somebody has it already.' : 'Acknowledged.'),
    );
  },
});

const flag = defineCommand({
  name: 'emergency flag',
  summary: 'Say that a request is an emergency',
  details: [`Kinds: ${emergencyKinds.join(', ')}.`],
  positionals: ['number'],
  options: {
    kind: { type: 'string', value: 'KIND', help: 'What it is, as one of the kinds above' },
  },
  schema: z.object({
    number: requestNumber,
    kind: z.enum(emergencyKinds, `must be one of ${emergencyKinds.join(', ')}`),
  }),
  run: (input, context) => {
    const path = `/requests/${encodeURIComponent(input.number)}/emergencies`;
    const request = { method: 'POST', path, body: { kind: input.kind } } as const;
    return askOnce(context, { request, shape: answers.flagged }, (answer) =>
      done(answer, `${answer.opened ? 'Opened' : 'Added to'} emergency ${answer.emergency}.`),
    );
  },
});

export const emergencyCommands: readonly Command[] = [list, show, acknowledge, flag];
