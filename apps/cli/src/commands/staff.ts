import { z } from 'zod';

import { staffRoles } from '#core/staff/staff-store';

import { people, person } from '../../../api/src/staff/people/people-answers.js';
import { type Command, defineCommand, done } from '../command/command.js';
import { printableLine } from '../render/printable.js';
import { table } from '../render/table.js';
import { askOnce } from '../staff-api/ask.js';

const name = z.string('is missing').trim().min(1, 'is empty');
const addresses = z
  .array(
    z
      .string()
      .regex(/^[a-z][a-z-]*:[^:]+$/, 'must be KIND:ADDRESS')
      .transform((text) => {
        const [kind = '', address = ''] = text.split(':', 2);
        return { kind, address };
      }),
  )
  .default([]);
const addressOption = (help: string) =>
  ({ type: 'string', multiple: true, value: 'KIND:ADDRESS', help }) as const;

const add = defineCommand({
  name: 'staff add',
  summary: 'Add a member of staff and where they are reached',
  details: [
    `Roles: ${staffRoles.join(', ')}. Rotas name people, so every name is there once.`,
    'KIND is as the channels call their addresses: that of mail, `phone` for texts, `voice` for calls.',
    'The first is tried first. Numbers may be typed in any way, as phone:919-555-0142.',
  ],
  positionals: ['name'],
  options: {
    role: { type: 'string', value: 'ROLE', help: 'What they do, as one of the roles above' },
    address: addressOption('Where they are reached; may be repeated'),
  },
  schema: z.object({
    name,
    role: z.enum(staffRoles, `must be one of ${staffRoles.join(', ')}`),
    address: addresses,
  }),
  run: (input, context) => {
    const body = { name: input.name, role: input.role, addresses: input.address };
    const request = { method: 'POST', path: '/staff', body } as const;
    return askOnce(context, { request, shape: person }, (answer) =>
      done(answer, `Added ${printableLine(answer.name)}.`),
    );
  },
});

const list = defineCommand({
  name: 'staff list',
  summary: 'List the people of the town and where they are reached',
  schema: z.object({}),
  run: (_input, context) => {
    const request = { method: 'GET', path: '/staff' } as const;
    return askOnce(context, { request, shape: people }, (answer) => {
      const rows = answer.staff.map((member) => [
        printableLine(member.name),
        member.role,
        printableLine(member.addresses.map((one) => `${one.kind}:${one.address}`).join(', ')),
      ]);
      return done(answer, table([['NAME', 'ROLE', 'ADDRESSES'], ...rows]));
    });
  },
});

const address = defineCommand({
  name: 'staff address',
  summary: 'Add and remove addresses of a member of staff',
  positionals: ['name'],
  options: {
    add: addressOption('One more, tried after the others; may be repeated'),
    remove: addressOption('One that does not hold any more; may be repeated'),
  },
  schema: z.object({ name, add: addresses, remove: addresses }),
  run: (input, context) => {
    const path = `/staff/${encodeURIComponent(input.name)}`;
    const body = { add: input.add, remove: input.remove };
    return askOnce(context, { request: { method: 'PATCH', path, body }, shape: person }, (answer) =>
      done(answer, `${printableLine(answer.name)} has ${answer.addresses.length} addresses.`),
    );
  },
});

export const staffCommands: readonly Command[] = [add, list, address];
