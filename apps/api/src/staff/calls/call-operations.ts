import type { Operation } from '../operation.js';
import { takenCall } from './call-answers.js';
import { takenCallInput } from './call-inputs.js';

export const callOperations: readonly Operation[] = [
  {
    method: 'post',
    path: '/calls',
    summary: 'Log a call that was taken: a new request, whose number the caller is told at once',
    body: takenCallInput,
    status: 201,
    answer: takenCall,
    idempotent: true,
  },
];
