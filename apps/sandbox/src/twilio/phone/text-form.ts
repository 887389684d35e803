import { faultOf, field } from '../../../../api/src/portal/pages/fields.js';
import { type Html, html } from '../../../../api/src/portal/pages/html.js';
import { fileField } from '../../web/form-fields.js';
import type { ShownForm } from './written-text.js';

/** Words and a picture; what else the form asks for comes first. */
export function textForm(path: string, { values, faults }: ShownForm, first: Html | null): Html {
  return html`<form method="post" action="${path}" enctype="multipart/form-data" novalidate>
    ${first}
    ${field({
      ...{ name: 'text', label: 'Text', kind: 'lines' },
      value: values['text'] ?? '',
      fault: faultOf(faults, 'text'),
    })}
    ${fileField('picture', 'Picture (optional)')}
    <button type="submit">Send</button>
  </form>`;
}
