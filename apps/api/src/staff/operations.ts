import * as answers from './answers.js';
import { callOperations } from './calls/call-operations.js';
import { consentOperations } from './consent/consent-operations.js';
import { emergencyOperations } from './emergencies/emergency-operations.js';
import * as inputs from './inputs.js';
import type { Operation } from './operation.js';
import { peopleOperations } from './people/people-operations.js';
import { slaOperations } from './sla/sla-operations.js';

const request = '/requests/{number}';
const account = '/channel-accounts/{code}';

export const operations: readonly Operation[] = [
  {
    method: 'get',
    path: '/requests',
    summary:
      'The stream: open requests by their next deadline, closed ones newest first, undelivered ones longest waiting first',
    query: inputs.streamInput,
    status: 200,
    answer: answers.requestPage,
  },
  {
    method: 'get',
    path: request,
    summary: 'One request with its timeline',
    status: 200,
    answer: answers.requestDetail,
  },
  {
    method: 'post',
    path: `${request}/replies`,
    summary: "Answer the citizen on the request's channel",
    body: inputs.replyInput,
    status: 201,
    answer: answers.taken,
    idempotent: true,
  },
  {
    method: 'post',
    path: `${request}/notes`,
    summary: 'Write a note for colleagues',
    body: inputs.noteInput,
    status: 201,
    answer: answers.noted,
    idempotent: true,
  },
  {
    method: 'post',
    path: `${request}/calls`,
    summary: 'Log a phone call; only a person who was spoken to has been answered by it',
    body: inputs.callInput,
    status: 201,
    answer: answers.called,
    idempotent: true,
  },
  {
    method: 'post',
    path: `${request}/handled`,
    summary: 'Say that an answer that could not be delivered has been seen to',
    status: 200,
    answer: answers.handled,
    idempotent: true,
  },
  {
    method: 'post',
    path: `${request}/close`,
    summary: 'Close with a reason and one plain sentence, which the citizen receives',
    body: inputs.closeInput,
    status: 200,
    answer: answers.closed,
    idempotent: true,
  },
  {
    method: 'post',
    path: `${request}/messages/{id}/resend`,
    summary: 'Send a message again that failed or was not confirmed',
    status: 200,
    answer: answers.outgoing,
    idempotent: true,
  },
  {
    method: 'post',
    path: `${request}/messages/{id}/withdraw`,
    summary: 'Take a message back while it is held',
    status: 200,
    answer: answers.outgoing,
    idempotent: true,
  },
  {
    method: 'get',
    path: `${request}/messages/{id}/source`,
    summary: 'Download what a citizen sent, byte for byte',
    status: 200,
    answer: null,
  },
  {
    method: 'get',
    path: `${request}/attachments/{id}`,
    summary: 'Download an attachment',
    status: 200,
    answer: null,
  },
  {
    method: 'get',
    path: '/quarantine',
    summary: 'What came in and could not be registered, the newest first',
    query: inputs.quarantineInput,
    status: 200,
    answer: answers.quarantinePage,
  },
  {
    method: 'get',
    path: '/quarantine/{id}/source',
    summary: 'Download a quarantined envelope, byte for byte',
    status: 200,
    answer: null,
  },
  {
    method: 'get',
    path: '/channel-accounts',
    summary: 'The channel accounts and whether they work',
    status: 200,
    answer: answers.channelAccounts,
  },
  {
    method: 'post',
    path: '/channel-accounts',
    summary: 'Add a channel account',
    body: inputs.newAccountInput,
    status: 201,
    answer: answers.channelAccount,
  },
  {
    method: 'patch',
    path: account,
    summary: 'Change title, switch or settings of an account; settings are replaced as a whole',
    body: inputs.accountChangeInput,
    status: 200,
    answer: answers.channelAccount,
  },
  {
    method: 'post',
    path: `${account}/check`,
    summary: 'Try whether an account works',
    status: 200,
    answer: answers.channelHealth,
  },
  {
    method: 'post',
    path: '/secrets/rotate',
    summary: 'Seal all account settings with the current secret key',
    status: 200,
    answer: answers.rotation,
  },
  {
    method: 'get',
    path: '/ledger',
    summary: 'Prove from tables and files that nothing was lost, doubled or half-saved',
    status: 200,
    answer: answers.ledgerReport,
  },
  ...callOperations,
  ...consentOperations,
  ...slaOperations,
  ...emergencyOperations,
  ...peopleOperations,
];
