import type { Operation } from '../operation.js';
import * as answers from './emergency-answers.js';
import * as inputs from './emergency-inputs.js';

const emergency = '/emergencies/{number}';
const request = '/requests/{number}';

/** Emergencies, who is on call, the services, and the duty that follows from a spill. */
export const emergencyOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/services',
    summary: 'What the town does for people',
    status: 200,
    answer: answers.services,
  },
  {
    method: 'get',
    path: '/emergencies',
    summary: 'Emergencies, the newest first',
    query: inputs.emergencyListInput,
    status: 200,
    answer: answers.emergencyList,
  },
  {
    method: 'get',
    path: emergency,
    summary: 'One emergency with its whole record',
    status: 200,
    answer: answers.emergencyDetail,
  },
  {
    method: 'post',
    path: `${emergency}/acknowledge`,
    summary: 'Take an emergency: nobody further is told',
    status: 200,
    answer: answers.acknowledged,
  },
  {
    method: 'get',
    path: `${request}/emergencies`,
    summary: 'The emergencies that a request reported, with their records',
    status: 200,
    answer: answers.emergenciesOfRequest,
  },
  {
    method: 'post',
    path: `${request}/emergencies`,
    summary: 'Flag a request as an emergency',
    body: inputs.flagInput,
    status: 201,
    answer: answers.flagged,
  },
  {
    method: 'post',
    path: `${request}/duty-reports`,
    summary: 'Record a call to the state; having spoken to somebody completes the duty',
    body: inputs.dutyInput,
    status: 201,
    answer: answers.dutyReported,
  },
  {
    method: 'get',
    path: '/on-call',
    summary: 'The rota, who is on call now, and what is wrong with it',
    status: 200,
    answer: answers.onCall,
  },
  {
    method: 'put',
    path: '/on-call',
    summary: 'Save a rota; one that leaves a closed hour without anybody is refused',
    body: inputs.rotaInput,
    status: 200,
    answer: answers.onCall,
  },
];
