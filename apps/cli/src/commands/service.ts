import { z } from 'zod';

import { services } from '../../../api/src/staff/emergencies/emergency-answers.js';
import { type Command, defineCommand, done } from '../command/command.js';
import { printableLine } from '../render/printable.js';
import { table } from '../render/table.js';
import { askOnce } from '../staff-api/ask.js';

const list = defineCommand({
  name: 'service list',
  summary: 'List what the town does for people, with targets and after-hours rules',
  schema: z.object({}),
  run: (_input, context) => {
    const request = { method: 'GET', path: '/services' } as const;
    return askOnce(context, { request, shape: services }, (answer) => {
      const rows = answer.services.map(({ code, names, target, afterHours, department }) =>
        [code, names.en, names.es, department, target, afterHours].map(printableLine),
      );
      const heading = ['CODE', 'SERVICE', 'SERVICIO', 'DEPARTMENT', 'TARGET', 'AFTER HOURS'];
      return done(answer, table([heading, ...rows]));
    });
  },
});

export const serviceCommands: readonly Command[] = [list];
