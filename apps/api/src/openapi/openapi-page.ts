import { type Html, html } from '../portal/pages/html.js';
import type { openApiDocument } from './openapi-document.js';

type Document = ReturnType<typeof openApiDocument>;

interface Described {
  readonly summary: string;
  readonly requestBody?: unknown;
  readonly parameters: readonly unknown[];
  readonly responses: unknown;
}

/** The documentation as one page without scripts, so that the strict content policy holds for it. */
export function openApiPage(document: Document): string {
  const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) =>
      route(`${method.toUpperCase()} ${path}`, described as Described),
    ),
  );
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${document.info.title}</title>
        <link rel="stylesheet" href="/api/docs.css" />
      </head>
      <body>
        <header><h1>${document.info.title}</h1></header>
        <main>
          <p>${document.info.description}</p>
          <p>
            Every call needs <code>Authorization: Bearer</code> and an API key, below
            <code>${document.servers[0]?.url ?? ''}</code>. The whole description for programs:
            <a href="/api/v1/openapi.json">openapi.json</a> (OpenAPI 3.1).
          </p>
          ${routes}
        </main>
      </body>
    </html>`.html;
}

function route(name: string, described: Described): Html {
  return html`<details>
    <summary><code>${name}</code> ${described.summary}</summary>
    ${part('Parameters', described.parameters.length === 0 ? undefined : described.parameters)}
    ${part('Body', described.requestBody)} ${part('Answers', described.responses)}
  </details>`;
}

function part(title: string, content: unknown): Html | null {
  if (content === undefined) return null;
  return html`<h2>${title}</h2>
    <pre>${JSON.stringify(content, null, 2)}</pre>`;
}

export const openApiStyles = `
body { font: 1rem/1.5 system-ui, sans-serif; color: #1b1b1b; margin: 0; }
header { background: #162e51; color: #fff; padding: 1rem; }
header h1 { font-size: 1.4rem; margin: 0 auto; max-width: 60rem; }
main { max-width: 60rem; margin: 1rem auto 3rem; padding: 0 1rem; }
details { border: 1px solid #a9aeb1; border-radius: 4px; margin: .5rem 0; padding: .5rem .75rem; }
summary { cursor: pointer; } summary code { font-weight: 700; margin-right: .75rem; }
a { color: #005ea2; } a:focus-visible, summary:focus-visible { outline: 3px solid #2491ff; }
h2 { font-size: 1rem; margin: .75rem 0 .25rem; }
pre { background: #f0f4f8; overflow-x: auto; padding: .75rem; font-size: .85rem; }
`.trim();
