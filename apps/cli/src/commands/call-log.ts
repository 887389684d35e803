import { z } from 'zod';

import { closeReasonCodes } from '#core/request/status';

import { takenCall } from '../../../api/src/staff/calls/call-answers.js';
import { type Command, defineCommand, done } from '../command/command.js';
import { townTime } from '../render/town-time.js';
import { askOnce } from '../staff-api/ask.js';

const log = defineCommand({
  name: 'call log',
  summary: 'Log a call that you take: a new request, with the number to tell the caller',
  details: [
    'With --answer the caller was answered on the spot: the promise is kept, the request closed.',
    'A call about a request that exists belongs to it: `request call`.',
  ],
  options: {
    number: { type: 'string', value: 'PHONE', help: 'Of the caller, or `anonymous`' },
    summary: { type: 'string', value: 'TEXT', help: 'What the caller wants' },
    dialled: { type: 'string', value: 'PHONE', help: 'The number that was called, as 311' },
    at: { type: 'string', value: 'TIME', help: 'When the call began, with an offset (now)' },
    service: { type: 'string', value: 'CODE', help: 'As in `service list`' },
    place: { type: 'string', value: 'TEXT', help: 'Where it is' },
    language: { type: 'string', value: 'CODE', help: 'Of the caller: en or es' },
    name: { type: 'string', value: 'NAME', help: 'Of the caller' },
    answer: { type: 'string', value: 'TEXT', help: 'What the caller was told on the spot' },
    reason: { type: 'string', value: 'CODE', help: `One of ${closeReasonCodes.join(', ')}` },
    key: { type: 'string', value: 'KEY', help: 'To send the very same call again' },
  },
  schema: z.object({
    number: z.string('is missing; write the caller’s number, or anonymous'),
    summary: z.string('is missing; write what the caller wants'),
    dialled: z.string().optional(),
    at: z.string().optional(),
    service: z.string().optional(),
    place: z.string().optional(),
    language: z.string().optional(),
    name: z.string().optional(),
    answer: z.string().optional(),
    reason: z.string().optional(),
    key: z.string().optional(),
  }),
  run: ({ at, key, ...said }, context) => {
    const request = {
      ...({ method: 'POST', path: '/calls' } as const),
      idempotencyKey: key ?? context.newKey(),
      body: { ...given(said), ...(at !== undefined && { startedAt: at }) },
    };
    return askOnce(context, { request, shape: takenCall }, (answer) =>
      done(answer, toldText(answer, context.zone)),
    );
  },
});

function given(said: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const entries = Object.entries(said).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, value]],
  );
  return Object.fromEntries(entries);
}

function toldText(
  { number, expectedAt, status }: z.output<typeof takenCall>,
  zone: string,
): string {
  if (expectedAt !== null)
    return `Tell the caller: number ${number}, and an answer by ${townTime(expectedAt, zone)}.`;
  const closed = status === 'resolved' || status === 'closed_no_action';
  return closed
    ? `Answered on the spot and closed. Tell the caller: number ${number}.`
    : `Tell the caller: number ${number}.`;
}

export const callCommands: readonly Command[] = [log];
