/** One faulty field of an input: where it is, what is wrong and what to do about it. */
export interface FieldFault {
  /** Dotted path, as in `contact.email`; empty when the whole input is at fault. */
  readonly field: string;
  readonly message: string;
}

/**
 * An expected refusal, made to be shown: RFC 9457 problem details without the transport.
 * `code` is stable; scripts may rely on it. `detail` names the thing and the remedy.
 */
export interface Problem {
  readonly code: ProblemCode;
  readonly title: string;
  readonly detail: string;
  readonly faults?: readonly FieldFault[];
}

export const problemStatus = {
  'invalid-input': 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  'idempotency-key-reused': 409,
  'unseen-messages': 409,
  'opted-out': 409,
  'too-large': 413,
  'unsupported-media-type': 415,
  unprocessable: 422,
  'too-many-requests': 429,
  unavailable: 503,
} as const;

export type ProblemCode = keyof typeof problemStatus;

export function invalidInput(faults: readonly FieldFault[]): Problem {
  return {
    code: 'invalid-input',
    title: 'The input is not valid',
    detail: faults
      .map((fault) => (fault.field === '' ? fault.message : `${fault.field}: ${fault.message}`))
      .join('; '),
    faults,
  };
}

export function notFound(what: string, remedy: string): Problem {
  return { code: 'not-found', title: `${what} was not found`, detail: remedy };
}
