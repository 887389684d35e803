import { z } from 'zod';

import { quarantinePage } from '../../../api/src/staff/answers.js';
import { type Command, defineCommand, done } from '../command/command.js';
import { outputOption, savedDownload } from '../command/saved-download.js';
import { printableLine } from '../render/printable.js';
import { table } from '../render/table.js';
import { townTime } from '../render/town-time.js';
import { askOnce } from '../staff-api/ask.js';

const envelope = z.string().regex(/^\d{1,15}$/, 'is the number of an envelope');

const list = defineCommand({
  name: 'quarantine list',
  summary: 'List what came in and could not be registered, the newest first',
  options: {
    before: {
      type: 'string',
      value: 'N',
      help: 'Go on below the number that the page before gave',
    },
  },
  schema: z.object({ before: envelope.optional() }),
  run: ({ before }, context) => {
    const query = before === undefined ? {} : { before };
    const request = { method: 'GET', path: '/quarantine', query } as const;
    return askOnce(context, { request, shape: quarantinePage }, (page) =>
      done(page, pageText(page, context.zone)),
    );
  },
});

const source = defineCommand({
  name: 'quarantine source',
  summary: 'Save a quarantined envelope, byte for byte',
  positionals: ['envelope'],
  options: { output: outputOption },
  schema: z.object({ envelope, output: z.string().min(1, 'is empty').optional() }),
  run: (input, context) =>
    savedDownload(context, `/quarantine/${input.envelope}/source`, input.output),
});

export const quarantineCommands: readonly Command[] = [list, source];

function pageText({ envelopes, next }: z.output<typeof quarantinePage>, zone: string): string {
  if (envelopes.length === 0) return 'Nothing is in quarantine.';
  const rows = envelopes.map(({ envelopeId, channelAccount, receivedAt, reason, contentType }) => [
    String(envelopeId),
    townTime(receivedAt, zone),
    channelAccount ?? 'unknown',
    printableLine(contentType),
    printableLine(reason),
  ]);
  const more = next === null ? [] : ['', `There are more: --before ${next}`];
  const heading = ['ENVELOPE', 'RECEIVED', 'ACCOUNT', 'KIND', 'REASON'];
  return [table([heading, ...rows]), ...more].join('\n');
}
