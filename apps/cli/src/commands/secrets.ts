import { z } from 'zod';

import { rotation } from '../../../api/src/staff/answers.js';
import { type Command, defineCommand, done } from '../command/command.js';
import { askOnce } from '../staff-api/ask.js';

const rotate = defineCommand({
  name: 'secrets rotate',
  summary: 'Seal all secrets again with the first key of TOWNLINE_SECRET_KEY',
  details: [
    'Put the new key in front of the old one, separated by a comma, and restart all processes',
    'first. docs/operations.md tells when the old key may go.',
  ],
  schema: z.object({}),
  run: (_input, context) => {
    const request = { method: 'POST', path: '/secrets/rotate' } as const;
    return askOnce(context, { request, shape: rotation }, (answer) =>
      done(answer, `${answer.rotated} channel accounts sealed with the current key.`),
    );
  },
});

export const secretsCommands: readonly Command[] = [rotate];
