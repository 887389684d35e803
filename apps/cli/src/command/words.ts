import { z } from 'zod';

import type { CommandOutcome } from './command.js';
import type { InputFiles } from './command-context.js';

/** Text that is typed, or read from a file or standard input. */
export const wordsInput = {
  file: {
    type: 'string',
    value: 'F',
    help: 'Read the text from a file; - is standard input',
  },
  schema: z.object({ text: z.string().optional(), file: z.string().min(1, 'is empty').optional() }),
} as const;

type Words = { readonly kind: 'words'; readonly text: string };

export async function wordsOf(
  given: { readonly text?: string | undefined; readonly file?: string | undefined },
  files: InputFiles,
): Promise<Words | CommandOutcome> {
  const { text, file } = given;
  if ((text === undefined) === (file === undefined)) {
    const message =
      text === undefined ? 'is missing; give it or --file' : 'and --file exclude each other';
    return { kind: 'wrong-use', faults: [{ field: 'TEXT', message }] };
  }
  if (text !== undefined) return { kind: 'words', text };
  const content = await files.read(file ?? '-');
  return content.ok
    ? { kind: 'words', text: content.value }
    : { kind: 'refused', problem: content.problem };
}
