import type { Operation } from '../operation.js';
import { consentRecord, consentRecorded } from './consent-answers.js';
import { addressInput, toldConsentInput } from './consent-inputs.js';

const path = '/requests/{number}/consent';

export const consentOperations: readonly Operation[] = [
  {
    method: 'get',
    path,
    summary: 'What the citizen of a request said about further messages, and what holds now',
    status: 200,
    answer: consentRecord,
  },
  {
    method: 'post',
    path,
    summary: 'Record that the citizen told a person to end messages, or to begin them again',
    body: toldConsentInput,
    status: 201,
    answer: consentRecorded,
    idempotent: true,
  },
  {
    method: 'post',
    path: '/consent/find',
    summary: 'What was said at an address, as a phone number, about further messages',
    body: addressInput,
    status: 200,
    answer: consentRecord,
  },
];
