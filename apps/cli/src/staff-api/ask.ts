import type { z } from 'zod';

import { refused, type Result, succeeded } from '#core/error/result';

import type { CommandOutcome } from '../command/command.js';
import type { CommandContext } from '../command/command-context.js';
import type { StaffApi, StaffApiRequest } from './staff-api.js';

/** One call whose answer must have the given shape. */
export async function ask<Schema extends z.ZodType>(
  api: StaffApi,
  request: StaffApiRequest,
  shape: Schema,
): Promise<Result<z.output<Schema>>> {
  const answer = await api.call(request);
  if (!answer.ok) return answer;
  const read = shape.safeParse(answer.value);
  if (read.success) return succeeded(read.data);
  return refused({
    code: 'unavailable',
    title: 'The town answers in another shape than this command expects',
    detail:
      'The town and the command are of different versions. Use the command that came with it.',
  });
}

/** Runs a command's work with the staff API open, and closes it whatever happens. */
export async function withStaffApi(
  context: CommandContext,
  work: (api: StaffApi) => Promise<CommandOutcome>,
): Promise<CommandOutcome> {
  const opened = await context.staffApi();
  if (!opened.ok) return { kind: 'refused', problem: opened.problem };
  try {
    return await work(opened.value);
  } finally {
    await opened.value.close();
  }
}

/** For a command that is one call and a sentence about its answer. */
export async function askOnce<Schema extends z.ZodType>(
  context: CommandContext,
  call: { readonly request: StaffApiRequest; readonly shape: Schema },
  say: (answer: z.output<Schema>, api: StaffApi) => CommandOutcome,
): Promise<CommandOutcome> {
  return withStaffApi(context, async (api) => {
    const answer = await ask(api, call.request, call.shape);
    return answer.ok ? say(answer.value, api) : { kind: 'refused', problem: answer.problem };
  });
}
