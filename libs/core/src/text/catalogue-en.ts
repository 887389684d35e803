/** Automatic texts in English (ICU MessageFormat). Grade 6 or below: short sentences, no codes. */
export const english = {
  acknowledgement:
    'We have your request. Your number is {number}. You will hear from a person by {due, date, promise}, {due, time, promise}.',
  digest:
    '{count, plural, one {We have one more request from you. Here is its number and when you will hear from a person:} other {We have # more requests from you. Here are their numbers and when you will hear from a person:}}',
  'digest.promise': '{number}: by {due, date, promise}, {due, time, promise}',
  'digest.more': '{count, plural, one {And one more.} other {And # more.}}',
  'status-answer': '{number}: {status}.',
  'status.new': 'We have your request',
  'status.triaged': 'We are reviewing it',
  'status.waiting_citizen': 'We need something from you',
  'status.assigned': 'Sent to a department',
  'status.referred': 'A partner is responsible',
  'status.in_progress': 'Work has started',
  'status.scheduled': 'Planned',
  'status.resolved': 'Done',
  'status.closed_no_action': 'Closed',
  'status.duplicate': 'Already reported',
  'status.reopened': 'Open again',
} as const;
