import { safeFileName } from '#core/text/file-name';

import { withStaffApi } from '../staff-api/ask.js';
import { type CommandOutcome, done } from './command.js';
import type { CommandContext } from './command-context.js';

export const outputOption = {
  type: 'string',
  value: 'FILE',
  help: 'Where to save it, - for standard output (default: its own name, in this folder)',
} as const;

/** Downloads one file of the staff API and saves it; an existing file is never overwritten. */
export async function savedDownload(
  context: CommandContext,
  path: string,
  output: string | undefined,
): Promise<CommandOutcome> {
  return withStaffApi(context, async (api) => {
    const answer = await api.download(path);
    if (!answer.ok) return { kind: 'refused', problem: answer.problem };
    const { bytes, filename, contentType } = answer.value;
    const name = output ?? safeFileName(filename, 'download');
    const saved = await context.output.write(name, bytes);
    if (!saved.ok) return { kind: 'refused', problem: saved.problem };
    if (name === '-') return { kind: 'printed' };
    const value = { path: saved.value, contentType, size: bytes.length };
    return done(value, `Saved as ${saved.value} (${bytes.length} bytes, ${contentType}).`);
  });
}
