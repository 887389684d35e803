import type { Operation } from '../operation.js';
import * as answers from './people-answers.js';
import * as inputs from './people-inputs.js';

/** The town's own people and where they are reached. */
export const peopleOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/staff',
    summary: 'Everybody of the town, with their addresses',
    status: 200,
    answer: answers.people,
  },
  {
    method: 'post',
    path: '/staff',
    summary: 'Add a member of staff',
    body: inputs.newPersonInput,
    status: 201,
    answer: answers.person,
  },
  {
    method: 'patch',
    path: '/staff/{name}',
    summary: 'Add and remove addresses; the first of a person is tried first',
    body: inputs.addressesInput,
    status: 200,
    answer: answers.person,
  },
];
