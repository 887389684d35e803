import { z } from 'zod';

import { MAX_HOLD_SECONDS } from '#core/reply/reply-to-request';
import { breachReasons, closeReasonCodes } from '#core/request/status';

import {
  closed,
  noted,
  outgoing,
  requestDetail,
  requestPage,
  taken,
} from '../../../api/src/staff/answers.js';
import { attachedFiles } from '../command/attached-files.js';
import { type Command, type CommandOutcome, defineCommand, done } from '../command/command.js';
import type { CommandContext } from '../command/command-context.js';
import { wordsInput, wordsOf } from '../command/words.js';
import { requestListText, requestText } from '../render/request-text.js';
import { townTime } from '../render/town-time.js';
import { ask, askOnce, withStaffApi } from '../staff-api/ask.js';
import type { StaffApi } from '../staff-api/staff-api.js';

const number = z.string('is missing; as FM26-000001-9').min(1, 'is empty');
const messageId = z.string('is missing; `request show` lists the ids').min(1, 'is empty');
const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be from ${min} to ${max}`);

const list = defineCommand({
  name: 'request list',
  summary: 'List the stream, the next deadline first',
  options: {
    closed: { type: 'boolean', help: 'List closed requests instead, the newest first' },
    undelivered: {
      type: 'boolean',
      help: 'List requests with an answer that reached nobody, the longest waiting first',
    },
    limit: { type: 'string', value: 'N', help: 'At most N requests, up to 200 (default 50)' },
    after: { type: 'string', value: 'KEY', help: 'Go on after the key that the page before gave' },
  },
  schema: z.object({
    closed: z.boolean().default(false),
    undelivered: z.boolean().default(false),
    limit: wholeNumber(1, 200).optional(),
    after: z.string().optional(),
  }),
  run: (input, context) => {
    const query = {
      status: input.undelivered ? 'undelivered' : input.closed ? 'closed' : 'open',
      ...(input.limit !== undefined && { limit: String(input.limit) }),
      ...(input.after !== undefined && { after: input.after }),
    };
    const request = { method: 'GET', path: '/requests', query } as const;
    return askOnce(context, { request, shape: requestPage }, (page) =>
      done(page, requestListText(page, surroundings(context))),
    );
  },
});

const show = defineCommand({
  name: 'request show',
  summary: 'Show one request with everything that was said',
  positionals: ['number'],
  schema: z.object({ number }),
  run: (input, context) => {
    const request = { method: 'GET', path: pathOf(input.number) } as const;
    return askOnce(context, { request, shape: requestDetail }, (detail) =>
      done(detail, requestText(detail, surroundings(context))),
    );
  },
});

const reply = defineCommand({
  name: 'request reply',
  summary: "Answer the citizen on the request's own channel",
  details: [
    'The newest message of the citizen is read first; when another one comes before the answer is',
    'taken, nothing is sent and you are told. --seen-up-to names the message you read yourself.',
  ],
  positionals: ['number', 'text?'],
  options: {
    file: wordsInput.file,
    ask: {
      type: 'boolean',
      help: 'It is a question: from when it has arrived, the request waits for the citizen',
    },
    hold: {
      type: 'string',
      value: 'SECONDS',
      help: 'Keep the answer back for so long; `request withdraw` takes it back (default 0)',
    },
    attach: {
      type: 'string',
      multiple: true,
      value: 'FILE',
      help: 'Send a file along; may be given several times',
    },
    'seen-up-to': { type: 'string', value: 'ID', help: 'The newest message you have read' },
  },
  schema: wordsInput.schema.extend({
    number,
    ask: z.boolean().default(false),
    hold: wholeNumber(0, MAX_HOLD_SECONDS).default(0),
    'seen-up-to': z.string().optional(),
    attach: z.array(z.string().min(1, 'is empty')).default([]),
  }),
  run: async (input, context) => {
    const words = await wordsOf(input, context.files);
    if (words.kind !== 'words') return words;
    const attached = await attachedFiles(input.attach, context.files);
    if (!attached.ok) return { kind: 'refused', problem: attached.problem };
    const attachments = attached.value;
    return withStaffApi(context, async (api) => {
      const seenUpTo = input['seen-up-to'] ?? (await newestInbound(api, input.number));
      if (typeof seenUpTo === 'object' && seenUpTo !== null) return seenUpTo;
      const body = {
        ...{ text: words.text, seenUpTo, holdSeconds: input.hold },
        ...(input.ask && { asksCitizen: true }),
        ...(attachments.length > 0 && { attachments }),
      };
      const answer = await ask(api, action(context, input.number, 'replies', body), taken);
      if (!answer.ok) return { kind: 'refused', problem: answer.problem };
      const { dueAt, messageId: id, goesBy } = answer.value;
      const leaves =
        input.hold === 0 ? 'It leaves now.' : `It leaves ${townTime(dueAt, context.zone)}.`;
      const told = `Taken as message ${id}. ${api.townIsRunning ? leaves : WAITS}`;
      return done(answer.value, [told, ...wayText(goesBy)].join('\n'));
    });
  },
});

const note = defineCommand({
  name: 'request note',
  summary: 'Write a note for colleagues; citizens never see it',
  positionals: ['number', 'text?'],
  options: { file: wordsInput.file },
  schema: wordsInput.schema.extend({ number }),
  run: async (input, context) => {
    const words = await wordsOf(input, context.files);
    if (words.kind !== 'words') return words;
    const request = action(context, input.number, 'notes', { text: words.text });
    return askOnce(context, { request, shape: noted }, (answer) =>
      done(answer, `Noted: message ${answer.messageId}.`),
    );
  },
});

const close = defineCommand({
  name: 'request close',
  summary: 'Close a request with a reason and a sentence that the citizen receives',
  details: [
    `Reasons: ${closeReasonCodes.join(', ')}.`,
    `Where a promise was not kept, also why: ${breachReasons.join(', ')}.`,
  ],
  positionals: ['number'],
  options: {
    reason: { type: 'string', value: 'CODE', help: 'Why, as one of the codes above' },
    sentence: { type: 'string', value: 'TEXT', help: 'What was done or why not, in plain words' },
    'breach-reason': { type: 'string', value: 'CODE', help: 'Why a promise was not kept' },
  },
  schema: z.object({
    number,
    reason: z.enum(closeReasonCodes, `must be one of ${closeReasonCodes.join(', ')}`),
    sentence: z.string('is missing; say in one plain sentence what was done or why not'),
    'breach-reason': z.enum(breachReasons, `must be one of ${breachReasons.join(', ')}`).optional(),
  }),
  run: (input, context) => {
    const { reason, sentence, 'breach-reason': breachReason } = input;
    const why = { reason, sentence, ...(breachReason !== undefined && { breachReason }) };
    const request = action(context, input.number, 'close', why);
    return askOnce(context, { request, shape: closed }, (answer, api) =>
      done(
        answer,
        `Closed as ${answer.status}. ${api.townIsRunning ? 'The sentence goes out now.' : WAITS}`,
      ),
    );
  },
});

const resend = changeOutgoing('resend', 'Send a message again that failed or was not confirmed');
const withdraw = changeOutgoing('withdraw', 'Take a message back while it is held');

export const requestCommands: readonly Command[] = [
  list,
  show,
  reply,
  note,
  close,
  resend,
  withdraw,
];

function changeOutgoing(verb: 'resend' | 'withdraw', summary: string): Command {
  return defineCommand({
    name: `request ${verb}`,
    summary,
    positionals: ['number', 'message-id'],
    schema: z.object({ number, 'message-id': messageId }),
    run: (input, context) => {
      const path = `messages/${encodeURIComponent(input['message-id'])}/${verb}`;
      const request = action(context, input.number, path, undefined);
      return askOnce(context, { request, shape: outgoing }, (answer, api) =>
        done(
          answer,
          `The message is ${answer.state}.${verb === 'resend' && !api.townIsRunning ? ` ${WAITS}` : ''}`,
        ),
      );
    },
  });
}

function wayText(goesBy: z.output<typeof taken>['goesBy']): string[] {
  if (goesBy === null) return [];
  const { account, address } = goesBy;
  return [`It goes by ${account} to ${address}, because the citizen opted out of texts.`];
}

/** The id of the citizen's newest message, null when there is none, or why it could not be read. */
async function newestInbound(
  api: StaffApi,
  requestNumber: string,
): Promise<string | null | CommandOutcome> {
  const detail = await ask(api, { method: 'GET', path: pathOf(requestNumber) }, requestDetail);
  if (!detail.ok) return { kind: 'refused', problem: detail.problem };
  return detail.value.timeline.findLast(({ direction }) => direction === 'inbound')?.id ?? null;
}

function action(context: CommandContext, requestNumber: string, verb: string, body: unknown) {
  return {
    method: 'POST',
    path: `${pathOf(requestNumber)}/${verb}`,
    idempotencyKey: context.newKey(),
    ...(body !== undefined && { body }),
  } as const;
}

function pathOf(requestNumber: string): string {
  return `/requests/${encodeURIComponent(requestNumber)}`;
}

function surroundings(context: CommandContext) {
  return { zone: context.zone, now: context.now() };
}

/** Said when the command opened the database itself. */
const WAITS = 'No town is running: it leaves when one is started.';
