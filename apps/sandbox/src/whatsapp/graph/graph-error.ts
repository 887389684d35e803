import { randomBytes } from 'node:crypto';

/** What the Graph API refuses with; status and code as Meta's list of error codes has them. */
export interface GraphError {
  readonly status: number;
  readonly code: number;
  readonly subcode?: number;
  readonly type: 'OAuthException' | 'GraphMethodException';
  readonly message: string;
  readonly details?: string;
  readonly retryAfterSeconds?: number;
}

export const badToken: GraphError = {
  ...{ status: 401, code: 190, type: 'OAuthException' },
  message: 'Invalid OAuth access token - Cannot parse access token',
};

export const rateLimited = oauth(429, 130_429, 'Rate limit hit', {
  details:
    'Message failed to send because there were too many messages sent from this phone number in a short period of time.',
});

export const somethingWrong = oauth(500, 131_000, 'Something went wrong', {
  details: 'Message failed to send due to an unknown error.',
});

export const pairRateHit = oauth(
  400,
  131_056,
  '(Business Account, Consumer Account) pair rate limit hit',
  {
    details:
      'Message failed to send because there were too many messages sent from this phone number to the same recipient in a short period of time.',
  },
);

export const windowClosed = oauth(400, 131_047, 'Re-engagement message', {
  details:
    'Message failed to send because more than 24 hours have passed since the customer last replied to this number.',
});

export const undeliverable = oauth(400, 131_026, 'Message undeliverable', {
  details: 'Message Undeliverable.',
});

export function templateMissing(name: string, language: string): GraphError {
  const details = `template name (${name}) does not exist in ${language}`;
  return oauth(404, 132_001, 'Template name does not exist in the translation', { details });
}

export function templateParameters(given: number, expected: number): GraphError {
  const details = `body: number of localizable_params (${given}) does not match the expected number of params (${expected})`;
  return oauth(400, 132_000, 'Number of parameters does not match the expected number of params', {
    details,
  });
}

export function unsupportedType(type: string): GraphError {
  const details = `Message type ${type} is not played by the sandbox.`;
  return oauth(400, 131_051, 'Unsupported message type', { details });
}

export function badParameter(details: string): GraphError {
  return oauth(400, 100, 'Invalid parameter', { details, subcode: 2_494_010 });
}

export function unknownObject(id: string): GraphError {
  return {
    ...{ status: 400, code: 100, subcode: 33, type: 'GraphMethodException' },
    message: `Unsupported request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`,
  };
}

/** The body of a refusal. */
export function errorEnvelope({ type, message, code, subcode, details }: GraphError): object {
  const data = details === undefined ? {} : { error_data: dataOf(details) };
  const detailed = { ...data, ...(subcode !== undefined && { error_subcode: subcode }) };
  const fbtrace_id = randomBytes(12).toString('base64url');
  return { error: { message, type, code, ...detailed, fbtrace_id } };
}

function dataOf(details: string) {
  return { messaging_product: 'whatsapp', details };
}

function oauth(
  status: number,
  code: number,
  title: string,
  more: Pick<GraphError, 'details' | 'subcode'>,
): GraphError {
  return { status, code, type: 'OAuthException', message: `(#${code}) ${title}`, ...more };
}
