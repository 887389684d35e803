import { z } from 'zod';

import { requestClocks } from '../../../api/src/staff/sla/sla-answers.js';
import { type Command, defineCommand, done } from '../command/command.js';
import { printableLine } from '../render/printable.js';
import { townTime } from '../render/town-time.js';
import { askOnce } from '../staff-api/ask.js';

/** Why a request is due when it is. */
export const requestClocksCommand: Command = defineCommand({
  name: 'request clocks',
  summary: 'Explain when a request is due and why, sentence by sentence',
  positionals: ['number'],
  schema: z.object({ number: z.string('is missing; as FM26-000001-9').min(1, 'is empty') }),
  run: (input, context) => {
    const path = `/requests/${encodeURIComponent(input.number)}/clocks`;
    const request = { method: 'GET', path } as const;
    return askOnce(context, { request, shape: requestClocks }, (answer) => {
      const blocks = answer.clocks.map((clock) => [
        `${clock.kind.replaceAll('_', ' ')}: ${clock.state}, due ${townTime(clock.dueAt, context.zone)}`,
        `  rule "${printableLine(clock.policy)}" (version ${clock.policyVersion}), calendar ${clock.calendar} (version ${clock.calendarVersion})`,
        ...clock.explanation.map((sentence) => `  ${printableLine(sentence)}`),
      ]);
      const text = blocks.map((lines) => lines.join('\n')).join('\n\n');
      return done(answer, text === '' ? `${answer.number} has no clocks.` : text);
    });
  },
});
