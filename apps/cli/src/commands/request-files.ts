import { z } from 'zod';

import { type Command, defineCommand } from '../command/command.js';
import { outputOption, savedDownload } from '../command/saved-download.js';

const number = z.string('is missing; as FM26-000001-9').min(1, 'is empty');
const id = z.string('is missing; `request show` lists the ids').min(1, 'is empty');
const output = z.string().min(1, 'is empty').optional();

const source = defineCommand({
  name: 'request source',
  summary: 'Save what a citizen sent, byte for byte',
  positionals: ['number', 'message-id'],
  options: { output: outputOption },
  schema: z.object({ number, 'message-id': id, output }),
  run: (input, context) => {
    const path = `${pathOf(input.number)}/messages/${encodeURIComponent(input['message-id'])}/source`;
    return savedDownload(context, path, input.output);
  },
});

const attachment = defineCommand({
  name: 'request attachment',
  summary: 'Save an attachment of a request',
  positionals: ['number', 'attachment-id'],
  options: { output: outputOption },
  schema: z.object({ number, 'attachment-id': id, output }),
  run: (input, context) => {
    const path = `${pathOf(input.number)}/attachments/${encodeURIComponent(input['attachment-id'])}`;
    return savedDownload(context, path, input.output);
  },
});

export const requestFileCommands: readonly Command[] = [source, attachment];

function pathOf(requestNumber: string): string {
  return `/requests/${encodeURIComponent(requestNumber)}`;
}
