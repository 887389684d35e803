import { z } from 'zod';

import { problemDetails } from '../staff/answers.js';
import type { Operation } from '../staff/operation.js';
import { operations } from '../staff/operations.js';

/** The staff API as OpenAPI 3.1, made from the schemas that check its inputs. */
export function openApiDocument(serverUrl: string) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of operations) {
    const path = (paths[operation.path] ??= {});
    path[operation.method] = describe(operation);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Townline staff API',
      version: '1',
      description: 'One stream of service requests. Errors are problem details (RFC 9457).',
    },
    servers: [{ url: `${serverUrl}/api/v1` }],
    security: [{ key: [] }],
    paths,
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
      responses: {
        Problem: {
          description: 'A refusal with a stable code and what to do about it',
          content: { 'application/problem+json': { schema: schemaOf(problemDetails) } },
        },
      },
    },
  };
}

function describe(operation: Operation) {
  const { summary, body, status, answer } = operation;
  return {
    summary,
    operationId: operationIdOf(operation),
    parameters: parametersOf(operation),
    ...(body !== undefined && {
      requestBody: { required: true, content: { 'application/json': { schema: inputOf(body) } } },
    }),
    responses: {
      [status]: {
        description: 'Done',
        content: contentOf(answer),
      },
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

function contentOf(answer: Operation['answer']) {
  return answer === null
    ? { '*/*': { schema: { type: 'string', format: 'binary' } } }
    : { 'application/json': { schema: schemaOf(answer) } };
}

function parametersOf({ path, query, idempotent, ifMatch }: Operation) {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    ...{ name, in: 'path', required: true },
    schema: { type: 'string' },
  }));
  const inQuery = Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    ...{ name, in: 'query', required: false },
    schema: inputOf(schema as z.ZodType),
  }));
  const version = { name: 'If-Match', in: 'header', required: true, schema: { type: 'string' } };
  const key = { name: 'Idempotency-Key', in: 'header', required: false };
  return [
    ...inPath,
    ...inQuery,
    ...(ifMatch ? [version] : []),
    ...(idempotent ? [{ ...key, schema: { type: 'string', maxLength: 200 } }] : []),
  ];
}

function operationIdOf({ method, path }: Operation): string {
  const words = path.replaceAll(/[{}]/g, '').split(/[/-]/).filter(Boolean);
  return [method, ...words].join('-');
}

function schemaOf(schema: z.ZodType): object {
  return withoutDialect(z.toJSONSchema(schema));
}

/** What may be sent, before defaults and conversions. */
function inputOf(schema: z.ZodType): object {
  return withoutDialect(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
}

/** OpenAPI 3.1 names the dialect of its schemas once, by its own version. */
function withoutDialect(schema: object): object {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => name !== '$schema'));
}
