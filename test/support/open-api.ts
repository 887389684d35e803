import { readFileSync } from 'node:fs';

import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { z } from 'zod';

/** One request with its answer, as they went over the wire. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams | null;
  readonly status: number;
  readonly body: unknown;
}

type Schema = Readonly<Record<string, unknown>>;

const schema = z.record(z.string(), z.unknown());
const parameter = z.object({
  name: z.string(),
  in: z.enum(['path', 'query', 'header', 'cookie']),
  required: z.boolean().default(false),
  schema,
});
const content = z.record(z.string(), z.object({ schema }));
const operation = z.object({
  parameters: z.array(parameter).default([]),
  requestBody: z.object({ content }).optional(),
  responses: z.record(z.string(), z.object({ content: content.optional() })),
});
const methods = z.object({ get: operation, post: operation, put: operation, delete: operation });
const document = z.object({
  paths: z.record(
    z.string(),
    methods.partial().extend({ parameters: z.array(parameter).optional() }),
  ),
  components: z.object({ schemas: z.record(z.string(), schema) }),
});

type Operation = z.output<typeof operation>;
type Method = keyof z.output<typeof methods>;

const FORM = 'application/x-www-form-urlencoded';
const ROOT = 'https://specification.example/openapi.json';

/** An OpenAPI 3.0 document as a judge of both sides of an exchange; closed: a field that it does not name is a violation. */
export class OpenApi {
  private readonly ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true });
  private readonly document: z.output<typeof document>;

  /** @param ownFormats formats that the document uses and JSON Schema does not know. */
  constructor(file: string, ownFormats: Readonly<Record<string, RegExp | true>>) {
    this.document = document.parse(JSON.parse(readFileSync(file, 'utf8')));
    formats.default(this.ajv);
    for (const [name, format] of Object.entries(ownFormats)) this.ajv.addFormat(name, format);
    const schemas = mapped(this.document.components.schemas, (part) => this.rewritten(part));
    this.ajv.addSchema({ components: { schemas } }, ROOT);
  }

  /** Null for an answer whose status the document does not describe. */
  violations({ method, path, query, form, status, body }: Exchange): readonly string[] | null {
    const found = this.operationOf(method, path);
    if (found === null) return [`${method} ${path}: no such operation`];
    const { described, parameters } = found;
    const answer = described.responses[String(status)];
    if (answer === undefined) return null;
    const faults = this.faultsOf(objectOf(described, 'query'), valuesOf(query, described, 'query'));
    const inPath = this.faultsOf(objectOf(described, 'path'), parameters);
    const formSchema = described.requestBody?.content[FORM]?.schema;
    const sent =
      form === null ? [] : this.faultsOf(formSchema ?? false, formValues(form, formSchema));
    const got = this.faultsOf(answer.content?.['application/json']?.schema ?? true, body);
    return [...faults, ...inPath, ...sent, ...got].map((fault) => `${method} ${path}: ${fault}`);
  }

  private operationOf(method: string, path: string) {
    for (const [template, item] of Object.entries(this.document.paths)) {
      const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
      const pattern = escaped(template).replaceAll(/\\\{\w+\\\}/g, '([^/]+?)');
      const match = new RegExp(`^${pattern}$`).exec(path);
      const described = item[method.toLowerCase() as Method];
      if (match === null || described === undefined) continue;
      const values = names.map((name, index) => [name, match[index + 1]] as const);
      const all = [...(item.parameters ?? []), ...described.parameters];
      return {
        described: { ...described, parameters: all },
        parameters: Object.fromEntries(values),
      };
    }
    return null;
  }

  private rewritten(given: unknown): Schema {
    const { schemas } = this.document.components;
    return asJsonSchema(schema.parse(given), ($ref) => {
      return schemas[$ref.split('/').at(-1) ?? '']?.['nullable'] === true;
    });
  }

  private faultsOf(given: Schema | boolean, value: unknown): readonly string[] {
    const validate: ValidateFunction = this.ajv.compile(
      typeof given === 'boolean' ? given : this.rewritten(given),
    );
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) =>
        `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
    );
  }
}

function objectOf({ parameters }: Operation, place: 'query' | 'path'): Schema {
  const own = parameters.filter((one) => one.in === place);
  return {
    type: 'object',
    properties: Object.fromEntries(own.map((one) => [one.name, one.schema])),
    required: own.filter(({ required }) => required).map(({ name }) => name),
  };
}

function valuesOf(query: URLSearchParams, described: Operation, place: 'query') {
  return formValues(query, objectOf(described, place));
}

/** Text as the values that the schema speaks of. */
function formValues(given: URLSearchParams, form: Schema | undefined): unknown {
  const properties = schema.parse(form?.['properties'] ?? {});
  const names = [...new Set(given.keys())];
  const values = names.map((name) => {
    const { type } = Object(properties[name]) as { readonly type?: unknown };
    const all = given.getAll(name);
    return [name, type === 'array' ? all : valueOf(all[0] ?? '', type)] as const;
  });
  return Object.fromEntries(values);
}

function valueOf(text: string, type: unknown): unknown {
  if (type === 'boolean') return text === 'true' || (text === 'false' ? false : text);
  if (type === 'integer' || type === 'number') return /^-?[\d.]+$/.test(text) ? Number(text) : text;
  return text;
}

/** OpenAPI 3.0 as JSON Schema: `nullable` becomes a type, references lead into the whole, objects take no more than they name. */
function asJsonSchema(given: Schema, isNullable: Nullability): Schema {
  const { $ref, nullable, type, properties, items, enum: values, ...rest } = given;
  if (typeof $ref === 'string') {
    const whole = { $ref: `${ROOT}${$ref}` };
    return nullable === true || isNullable($ref) ? { anyOf: [whole, { type: 'null' }] } : whole;
  }
  const part = (value: unknown) => asJsonSchema(schema.parse(value), isNullable);
  const none = nullable === true ? [null] : [];
  return {
    ...rest,
    ...(properties !== undefined && {
      properties: mapped(schema.parse(properties), part),
      additionalProperties: false,
    }),
    ...(items !== undefined && { items: part(items) }),
    ...(Array.isArray(values) && { enum: [...(values as unknown[]), ...none] }),
    ...(type !== undefined && { type: nullable === true ? [type, 'null'] : type }),
  };
}

/** Whether what a reference leads to may be null. */
type Nullability = ($ref: string) => boolean;

function mapped(given: Schema, change: (value: unknown) => unknown): Schema {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, change(value)]));
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
