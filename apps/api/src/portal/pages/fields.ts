import type { FieldFault } from '#core/error/problem';

import { type Html, html } from './html.js';
import { type PageContext, say } from './layout.js';

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly fault: string | null;
  readonly kind: 'lines' | 'text' | 'email' | 'tel';
  /** Value of the autocomplete attribute (HTML §4.10.18.7), for what describes the writer. */
  readonly autocomplete?: string;
}

/** A labelled input whose hint and fault are tied to it for screen readers. */
export function field(given: Field): Html {
  const { name, label, hint, fault } = given;
  const describedBy = [
    hint === undefined ? '' : `${name}-hint`,
    fault === null ? '' : `${name}-fault`,
  ];
  const described = describedBy.join(' ').trim();
  return html`<div class="${fault === null ? 'field' : 'field faulty'}">
    <label for="${name}">${label}</label>
    ${hint === undefined ? null : html`<p class="hint" id="${name}-hint">${hint}</p>`}
    ${fault === null ? null : html`<p class="fault" id="${name}-fault">${fault}</p>`}
    ${input(given, described)}
  </div>`;
}

/** What is wrong, on top of the page, each line leading to its field. */
export function faultSummary(context: PageContext, faults: readonly FieldFault[]): Html | null {
  if (faults.length === 0) return null;
  const lines = faults.map((fault) =>
    fault.field === ''
      ? html`<li>${fault.message}</li>`
      : html`<li><a href="#${fault.field}">${fault.message}</a></li>`,
  );
  return html`<div class="summary" role="alert" tabindex="-1">
    <h2>${say(context, 'portal.error.summary')}</h2>
    <ul>
      ${lines}
    </ul>
  </div>`;
}

export function faultOf(faults: readonly FieldFault[], name: string): string | null {
  return faults.find((fault) => fault.field === name)?.message ?? null;
}

function input(given: Field, described: string): Html {
  const { name, value, fault, kind } = given;
  const invalid = fault === null ? null : html` aria-invalid="true"`;
  const description = described === '' ? null : html` aria-describedby="${described}"`;
  if (kind === 'lines') {
    return html`<textarea id="${name}" name="${name}" rows="6" required${invalid}${description}>
${value}</textarea>`;
  }
  const autocomplete =
    given.autocomplete === undefined ? null : html` autocomplete="${given.autocomplete}"`;
  return html`<input
    id="${name}"
    name="${name}"
    type="${kind}"
    value="${value}"
    ${autocomplete}${invalid}${description}
  />`;
}
