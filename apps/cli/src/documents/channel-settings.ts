import { z } from 'zod';

const property = z.looseObject({
  type: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  items: z.looseObject({ type: z.string().optional() }).optional(),
  default: z.unknown().optional(),
  secret: z.boolean().optional(),
  description: z.string().optional(),
});
type Property = z.output<typeof property>;

const object = z.looseObject({
  properties: z.record(z.string(), property).default({}),
  required: z.array(z.string()).default([]),
});

/** One row a setting: name, type, default, remarks. Read from the schema itself. */
export function channelSettingRows(schema: z.ZodType): string[][] {
  const { properties, required } = object.parse(
    z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }),
  );
  return Object.entries(properties).map(([name, setting]) => [
    `\`${name}\``,
    typeOf(setting),
    setting.default === undefined ? '' : `\`${JSON.stringify(setting.default)}\``,
    [
      required.includes(name) ? 'required' : '',
      setting.secret === true ? '*secret*' : '',
      setting.description ?? '',
    ]
      .filter((remark) => remark !== '')
      .join(', '),
  ]);
}

function typeOf({ type, items, enum: choices }: Property): string {
  if (choices !== undefined) return choices.map((choice) => `\`${String(choice)}\``).join(', ');
  if (type === 'array') return `list of ${items?.type ?? 'value'}s`;
  return type ?? 'value';
}
