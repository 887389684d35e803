import { z } from 'zod';

import { consentScopes } from '#core/consent/opt-out';

import { consentRecord, consentRecorded } from '../../../api/src/staff/consent/consent-answers.js';
import { type Command, defineCommand, done } from '../command/command.js';
import { consentText } from '../render/consent-text.js';
import { askOnce } from '../staff-api/ask.js';

const number = z.string('is missing; as FM26-000001-9').min(1, 'is empty');

const show = defineCommand({
  name: 'consent show',
  summary: 'Show what a citizen said about further messages, by request or phone number',
  details: ['A request is named as FM26-000001-9, a phone in any spelling, as 919-555-0142.'],
  positionals: ['number'],
  schema: z.object({ number }),
  run: (input, context) => {
    const request = isRequest(input.number)
      ? ({ method: 'GET', path: pathOf(input.number) } as const)
      : ({ method: 'POST', path: '/consent/find', body: { address: input.number } } as const);
    return askOnce(context, { request, shape: consentRecord }, (answer) =>
      done(answer, consentText(answer, context.zone)),
    );
  },
});

const stop = telling('stop', 'opted-out', 'Record that the citizen told you to end messages');
const start = telling('start', 'opted-in', 'Record that the citizen told you to begin them again');

export const consentCommands: readonly Command[] = [show, stop, start];

function telling(name: string, action: 'opted-out' | 'opted-in', summary: string): Command {
  return defineCommand({
    name: `consent ${name}`,
    summary,
    details: ['Words that arrive as a message are heard by themselves; this is for the others.'],
    positionals: ['number'],
    options: {
      words: { type: 'string', value: 'TEXT', help: 'What the citizen said' },
      scope: {
        type: 'string',
        value: 'SCOPE',
        help: 'request, channel (the account it came to; the default) or everything',
      },
    },
    schema: z.object({
      number,
      words: z.string('is missing; write what the citizen said').min(1, 'is empty'),
      scope: z.enum(consentScopes, `must be one of ${consentScopes.join(', ')}`).default('channel'),
    }),
    run: ({ number: typed, words, scope }, context) => {
      const request = {
        method: 'POST',
        path: pathOf(typed),
        idempotencyKey: context.newKey(),
        body: { action, scope, words },
      } as const;
      return askOnce(context, { request, shape: consentRecorded }, (answer) =>
        done(answer, `Recorded: ${answer.action} (${answer.scope}).`),
      );
    },
  });
}

/** The numbers of requests begin with the letters of the town. */
function isRequest(typed: string): boolean {
  return /\p{L}/u.test(typed);
}

function pathOf(typed: string): string {
  return `/requests/${encodeURIComponent(typed)}/consent`;
}
