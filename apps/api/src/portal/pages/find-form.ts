import { field } from './fields.js';
import { type Html, html } from './html.js';
import { type PageContext, say } from './layout.js';

export interface FindForm {
  readonly number: string;
  readonly fault: string | null;
  readonly exampleNumber: string;
}

/** The way to the public card of a request. */
export function findForm(context: PageContext, form: FindForm): Html {
  return html`<section aria-labelledby="find-title" class="panel">
    <h2 id="find-title">${say(context, 'portal.find.title')}</h2>
    <form method="get" action="/find" novalidate>
      ${field({
        name: 'number',
        kind: 'text',
        label: say(context, 'portal.find.number'),
        hint: say(context, 'portal.find.hint', { example: form.exampleNumber }),
        value: form.number,
        fault: form.fault,
      })}
      <button type="submit" class="quiet">${say(context, 'portal.find.send')}</button>
    </form>
  </section>`;
}
