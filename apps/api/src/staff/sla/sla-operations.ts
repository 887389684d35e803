import type { Operation } from '../operation.js';
import * as answers from './sla-answers.js';
import * as inputs from './sla-inputs.js';

const calendar = '/calendars/{name}';

/** Calendars, policies, and why a request is due when it is. */
export const slaOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/calendars',
    summary: 'The calendars that hold, and whether a newer version cannot be read',
    status: 200,
    answer: answers.calendarList,
  },
  {
    method: 'get',
    path: calendar,
    summary: 'One calendar as it holds; its version is the ETag',
    status: 200,
    answer: answers.savedCalendar,
  },
  {
    method: 'put',
    path: calendar,
    summary: 'Save a calendar as a new version and move the open promises that are counted in it',
    body: inputs.calendarInput,
    status: 200,
    answer: answers.changedCalendar,
    ifMatch: true,
  },
  {
    method: 'post',
    path: `${calendar}/preview`,
    summary: 'What saving a calendar would do: the next days, and each promise that it moves',
    body: inputs.calendarPreviewInput,
    status: 200,
    answer: answers.calendarPreview,
  },
  {
    method: 'post',
    path: `${calendar}/closures`,
    summary: 'Declare a closure; the same one twice is declared once',
    body: inputs.closureInput,
    status: 200,
    answer: answers.changedCalendar,
  },
  {
    method: 'post',
    path: `${calendar}/closures/preview`,
    summary: 'What declaring a closure would do',
    body: inputs.closurePreviewInput,
    status: 200,
    answer: answers.calendarPreview,
  },
  {
    method: 'get',
    path: '/policies',
    summary: 'What is promised to whom; its version is the ETag',
    status: 200,
    answer: answers.savedPolicy,
  },
  {
    method: 'put',
    path: '/policies',
    summary: 'Save the policy as a new version; it holds for clocks that begin afterwards',
    body: inputs.policyInput,
    status: 200,
    answer: answers.changedPolicy,
    ifMatch: true,
  },
  {
    method: 'post',
    path: '/policies/preview',
    summary: 'Which rules a policy would change',
    body: inputs.policyInput,
    status: 200,
    answer: answers.policyPreview,
  },
  {
    method: 'get',
    path: '/requests/{number}/clocks',
    summary: 'The clocks of a request, each explained in plain sentences',
    status: 200,
    answer: answers.requestClocks,
  },
];
