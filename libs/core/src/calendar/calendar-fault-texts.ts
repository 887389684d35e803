import type { z } from 'zod';

import type { FieldFault } from '../error/problem.js';

type Issue = z.core.$ZodIssue;

/** What is wrong with a document, in words, each with its field as `closures[0].to`. */
export function faultsOf(issues: readonly Issue[]): readonly FieldFault[] {
  return issues.flatMap((issue) => faultsOfIssue(issue));
}

export function fieldOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>((field, part) => {
    if (typeof part === 'number') return `${field}[${String(part)}]`;
    return field === '' ? String(part) : `${field}.${String(part)}`;
  }, '');
}

function faultsOfIssue(issue: Issue): FieldFault[] {
  const field = fieldOf(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const message = 'is not known here; docs/sla.md names the fields';
    return issue.keys.map((key) => ({ field: fieldOf([...issue.path, key]), message }));
  }
  if (issue.code === 'invalid_type') return [{ field, message: `is not ${sort(issue.expected)}` }];
  return [{ field, message: issue.message }];
}

function sort(expected: string): string {
  switch (expected) {
    case 'array':
      return 'a list';
    case 'object':
    case 'record':
      return 'an object';
    case 'string':
      return 'a text';
    default:
      return `of the sort ${expected}`;
  }
}
