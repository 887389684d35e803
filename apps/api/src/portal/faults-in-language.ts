import type { FieldFault, Problem } from '#core/error/problem';

import { type PageContext, say } from './pages/layout.js';

const saidByPortal = {
  text: 'portal.fault.text',
  place: 'portal.fault.place',
  name: 'portal.fault.name',
  email: 'portal.fault.email',
  phone: 'portal.fault.phone',
} as const;

/**
 * The faults of a form in the reader's language. Channels speak English to programs; citizens read
 * what to do about the fields that they see.
 */
export function inLanguage(context: PageContext, problem: Problem): FieldFault[] {
  if (problem.code === 'unavailable') {
    return [{ field: '', message: say(context, 'portal.unavailable.text') }];
  }
  return (problem.faults ?? []).map(({ field, message }) =>
    isSeen(field) ? { field, message: say(context, saidByPortal[field]) } : { field: '', message },
  );
}

function isSeen(field: string): field is keyof typeof saidByPortal {
  return Object.hasOwn(saidByPortal, field);
}
