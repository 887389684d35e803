import type { FieldFault } from '#core/error/problem';

import { faultOf, faultSummary, field } from './fields.js';
import { findForm } from './find-form.js';
import { type Html, html } from './html.js';
import { page, type PageContext, say } from './layout.js';

export interface ReportForm {
  /** What was typed before, by field name; empty at first. */
  readonly values: Readonly<Record<string, string>>;
  readonly faults: readonly FieldFault[];
  /** Sent along, so that a double click makes one request. */
  readonly idempotencyKey: string;
  /** An example of a number, in the town's own form. */
  readonly exampleNumber: string;
}

/** The start page: one form for any report or question, and the way to an earlier one. */
export function reportPage(context: PageContext, form: ReportForm): string {
  const title = say(context, 'portal.report.title');
  const body = html`${faultSummary(context, form.faults)}
    <h1>${title}</h1>
    <p class="lead">${say(context, 'portal.report.lead')}</p>
    <form method="post" action="/report" novalidate>
      <input type="hidden" name="idempotencyKey" value="${form.idempotencyKey}" />
      <input type="hidden" name="language" value="${context.language}" />
      ${subjectFields(context, form)} ${contactFields(context, form)}
      <button type="submit">${say(context, 'portal.report.send')}</button>
    </form>
    ${findForm(context, { number: '', fault: null, exampleNumber: form.exampleNumber })}`;
  const faulty = form.faults.length > 0;
  return page(context, faulty ? say(context, 'portal.error.prefix', { title }) : title, body);
}

function subjectFields(context: PageContext, form: ReportForm): Html {
  return html`${field({
    name: 'text',
    kind: 'lines',
    label: say(context, 'portal.report.text'),
    hint: say(context, 'portal.report.text-hint'),
    value: form.values['text'] ?? '',
    fault: faultOf(form.faults, 'text'),
  })}
  ${field({
    name: 'place',
    kind: 'text',
    label: say(context, 'portal.report.place'),
    hint: say(context, 'portal.report.place-hint'),
    value: form.values['place'] ?? '',
    fault: faultOf(form.faults, 'place'),
  })}`;
}

const contacts = [
  { name: 'name', kind: 'text', autocomplete: 'name' },
  { name: 'email', kind: 'email', autocomplete: 'email' },
  { name: 'phone', kind: 'tel', autocomplete: 'tel' },
] as const;

function contactFields(context: PageContext, form: ReportForm): Html {
  const fields = contacts.map((contact) =>
    field({
      ...contact,
      label: say(context, `portal.report.${contact.name}`),
      value: form.values[contact.name] ?? '',
      fault: faultOf(form.faults, contact.name),
    }),
  );
  return html`<fieldset aria-describedby="contact-hint">
    <legend>${say(context, 'portal.report.contact')}</legend>
    <p class="hint" id="contact-hint">${say(context, 'portal.report.contact-hint')}</p>
    ${fields}
  </fieldset>`;
}
