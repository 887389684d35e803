import { z } from 'zod';

import { handled } from '../../../api/src/staff/answers.js';
import { defineCommand, done } from '../command/command.js';
import { askOnce } from '../staff-api/ask.js';

export const requestHandledCommand = defineCommand({
  name: 'request handled',
  summary: 'Say that an answer that could not be delivered has been seen to',
  details: [
    '`request list --undelivered` shows what waits. A later answer that leaves and a logged call',
    'with somebody who was spoken to take a request from that list by themselves.',
  ],
  positionals: ['number'],
  schema: z.object({ number: z.string('is missing; as FM26-000001-9').min(1, 'is empty') }),
  run: ({ number }, context) => {
    const request = {
      method: 'POST',
      path: `/requests/${encodeURIComponent(number)}/handled`,
      idempotencyKey: context.newKey(),
    } as const;
    return askOnce(context, { request, shape: handled }, (answer) =>
      done(answer, `Nothing of ${answer.number} waits for another way any more.`),
    );
  },
});
