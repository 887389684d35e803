import { z } from 'zod';

import {
  changedPolicy,
  policyPreview,
  savedPolicy,
} from '../../../api/src/staff/sla/sla-answers.js';
import { type Command, defineCommand, done } from '../command/command.js';
import { printable, printableJson, printableLine } from '../render/printable.js';
import { jsonOf } from '../sla/calendar-file.js';
import { ask, askOnce, withStaffApi } from '../staff-api/ask.js';

const show = defineCommand({
  name: 'sla policy show',
  summary: 'Print what is promised to whom, to edit and set it',
  schema: z.object({}),
  run: (_input, context) => {
    const request = { method: 'GET', path: '/policies' } as const;
    return askOnce(context, { request, shape: savedPolicy }, ({ policy }) =>
      done(policy, printable(printableJson(policy))),
    );
  },
});

const set = defineCommand({
  name: 'sla policy set',
  summary: 'Save what is promised to whom; it holds for clocks that begin afterwards',
  positionals: ['file'],
  options: {
    'dry-run': { type: 'boolean', help: 'Show which rules would change, and change nothing' },
  },
  schema: z.object({
    file: z.string({ error: 'is missing; - is standard input' }),
    'dry-run': z.boolean().default(false),
  }),
  run: async (input, context) => {
    const content = await context.files.read(input.file);
    const policy = content.ok ? jsonOf(content.value, input.file) : content;
    if (!policy.ok) return { kind: 'refused', problem: policy.problem };
    const body = { policy: policy.value };
    return withStaffApi(context, async (api) => {
      const path = '/policies';
      if (input['dry-run']) {
        const answer = await ask(
          api,
          { method: 'POST', path: `${path}/preview`, body },
          policyPreview,
        );
        if (!answer.ok) return { kind: 'refused', problem: answer.problem };
        return done(answer.value, changesText(answer.value));
      }
      const known = await ask(api, { method: 'GET', path }, savedPolicy);
      if (!known.ok) return { kind: 'refused', problem: known.problem };
      const ifMatch = String(known.value.version);
      const saved = await ask(api, { method: 'PUT', path, body, ifMatch }, changedPolicy);
      if (!saved.ok) return { kind: 'refused', problem: saved.problem };
      const promised = 'What was promised before stays promised.';
      return done(saved.value, `Saved as version ${saved.value.version}. ${promised}`);
    });
  },
});

export const slaPolicyCommands: readonly Command[] = [show, set];

function changesText({ rules }: z.output<typeof policyPreview>): string {
  if (rules.length === 0) return 'No rule would change.';
  const lines = rules.flatMap(({ name, before, after }) => {
    const what = before === null ? 'is new' : after === null ? 'goes' : 'changes';
    const shown = (rule: unknown) => (rule === null ? [] : [printableJson(rule)]);
    return [
      `Rule "${printableLine(name)}" ${what}:`,
      ...shown(before),
      ...(before !== null && after !== null ? ['→'] : []),
      ...shown(after),
    ];
  });
  return [...lines, '', 'Nothing was changed.'].join('\n');
}
