import type { FieldFault } from '#core/error/problem';

import { type Html, html } from '../../../api/src/portal/pages/html.js';

/** What is wrong, on top of the page, each line leading to its field. */
export function faultSummary(faults: readonly FieldFault[]): Html | null {
  if (faults.length === 0) return null;
  return html`<div class="summary" role="alert" tabindex="-1">
    <h2>Something is missing</h2>
    <ul>
      ${faults.map(({ field, message }) => html`<li><a href="#${field}">${message}</a></li>`)}
    </ul>
  </div>`;
}

export function fileField(name: string, label: string): Html {
  return html`<div class="field">
    <label for="${name}">${label}</label>
    <input id="${name}" name="${name}" type="file" />
  </div>`;
}
