import { faultOf, field } from '../../../../api/src/portal/pages/fields.js';
import { type Html, html } from '../../../../api/src/portal/pages/html.js';
import { fileField } from '../../web/form-fields.js';
import type { ShownForm } from './written-message.js';

/** Words, a file and a place; what else the form asks for comes first. */
export function messageForm(path: string, { values, faults }: ShownForm, first: Html | null): Html {
  return html`<form method="post" action="${path}" enctype="multipart/form-data" novalidate>
    ${first}
    ${field({
      ...{ name: 'text', label: 'Message', kind: 'lines' },
      value: values['text'] ?? '',
      fault: faultOf(faults, 'text'),
    })}
    ${fileField('file', 'Picture or file (optional)')}
    ${field({
      ...{ name: 'place', label: 'Place (optional)', kind: 'text' },
      hint: 'Latitude and longitude, such as 35.913, -79.056.',
      value: values['place'] ?? '',
      fault: faultOf(faults, 'place'),
    })}
    <button type="submit">Send</button>
  </form>`;
}
