import { z } from 'zod';

import { type BusinessCalendar, businessCalendar } from '#core/calendar/business-calendar';
import type { Problem } from '#core/error/problem';
import { type Result, succeeded } from '#core/error/result';
import { readEvents } from '#core/simulation/read-events';
import { simulate } from '#core/simulation/simulate';
import { simulationAnswer } from '#core/simulation/simulation-answer';
import { defaultPolicy } from '#core/sla/default-policy';
import { readPolicy } from '#core/sla/policy-document';
import type { SlaPolicy } from '#core/sla/sla-policy';
import { readInstant } from '#core/time/read-instant';

import { type CommandOutcome, defineCommand, done } from '../command/command.js';
import type { InputFiles } from '../command/command-context.js';
import { simulationText } from '../render/simulation-text.js';
import { calendarOf, jsonOf } from '../sla/calendar-file.js';

/** `sla simulate`: what would become of clocks. It needs no town and no database. */
export const slaSimulateCommand = defineCommand({
  name: 'sla simulate',
  summary: 'Play events to a calendar and a policy: every clock, warning and breach',
  details: [
    'Needs no town and no database: a town can try its own holidays before it goes live. Events are a',
    'JSON array or one JSON object a line. docs/sla.md describes events, calendars and policies.',
  ],
  options: {
    events: { type: 'string', value: 'F', help: 'The events; - is standard input' },
    calendar: { type: 'string', value: 'NAME|F', help: 'A calendar by name or file; else default' },
    policy: { type: 'string', value: 'F', help: 'A policy; else what a first start promises' },
    until: {
      type: 'string',
      value: 'INSTANT',
      help: 'Watch until then; else until the last event',
    },
  },
  schema: z.object({
    events: z.string({ error: 'is wanted: a file with events' }).min(1, 'is empty'),
    calendar: z.string().min(1, 'is empty').optional(),
    policy: z.string().min(1, 'is empty').optional(),
    until: z.string().optional(),
  }),
  run: async (input, { files }) => {
    const until = input.until === undefined ? null : readInstant(input.until.trim());
    if (until !== null && until.kind !== 'instant') return wrongUntil;
    const definition = await calendarOf(input.calendar, files);
    if (!definition.ok) return refusal(definition.problem);
    const policyIn = await policyOf(input.policy, businessCalendar(definition.value), files);
    if (!policyIn.ok) return refusal(policyIn.problem);
    const content = await files.read(input.events);
    if (!content.ok) return refusal(content.problem);
    const events = readEvents(content.value);
    if (!events.ok) return refusal(events.problem);
    const town = simulate({
      ...{ definition: definition.value, policyIn: policyIn.value, events: events.value },
      until: until?.at ?? null,
    });
    if (!town.ok) return refusal(town.problem);
    const answer = simulationAnswer(town.value);
    return done(answer, simulationText(answer));
  },
});

const wrongUntil: CommandOutcome = {
  kind: 'wrong-use',
  faults: [{ field: '--until', message: 'is no instant; write it as 2026-09-04T18:00:00-04:00' }],
};

function refusal(problem: Problem): CommandOutcome {
  return { kind: 'refused', problem };
}

type PolicyIn = (calendar: BusinessCalendar) => SlaPolicy;

/** A policy file is read anew for each calendar of the simulation, as its business day may change. */
async function policyOf(
  file: string | undefined,
  calendar: BusinessCalendar,
  files: InputFiles,
): Promise<Result<PolicyIn>> {
  if (file === undefined) return succeeded(defaultPolicy);
  const content = await files.read(file);
  if (!content.ok) return content;
  const document = jsonOf(content.value, file);
  if (!document.ok) return document;
  const read = (counted: BusinessCalendar) =>
    readPolicy(document.value, { version: 1, calendars: named(counted) });
  const first = read(calendar);
  if (!first.ok) return first;
  return succeeded((counted) => {
    const again = read(counted);
    return again.ok ? again.value : { ...first.value, calendars: named(counted) };
  });
}

/** Rules may call the calendar of the simulation by its name, or not at all. */
function named(calendar: BusinessCalendar): ReadonlyMap<string, BusinessCalendar> {
  return new Map([
    ['default', calendar],
    [calendar.name, calendar],
  ]);
}
