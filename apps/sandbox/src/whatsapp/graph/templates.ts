/** A message template that Meta approved: what may go out when 24 hours are over. */
export interface Template {
  readonly name: string;
  readonly language: string;
  readonly category: 'UTILITY';
  /** With its parameters as `{{1}}`. */
  readonly text: string;
}

export const templates: readonly Template[] = [
  {
    ...{ name: 'request_update', language: 'en_US', category: 'UTILITY' },
    text: 'An update on your request: {{1}}',
  },
  {
    ...{ name: 'request_update', language: 'es', category: 'UTILITY' },
    text: 'Novedades de su solicitud: {{1}}',
  },
];

export function templateOf(name: string, language: string): Template | null {
  const found = templates.find(
    (template) => template.name === name && template.language === language,
  );
  return found ?? null;
}

export function parameterCount({ text }: Template): number {
  return new Set(text.match(/\{\{\d+\}\}/g)).size;
}

/** The words that the citizen reads. */
export function filledIn({ text }: Template, parameters: readonly string[]): string {
  return text.replaceAll(/\{\{(\d+)\}\}/g, (_whole, number: string) => {
    return parameters[Number(number) - 1] ?? '';
  });
}
