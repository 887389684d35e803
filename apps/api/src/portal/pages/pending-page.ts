import { html } from './html.js';
import { page, type PageContext, say } from './layout.js';

/** Saved, but the number is not made yet: the same form again, which is the same report. */
export function pendingPage(
  context: PageContext,
  fields: Readonly<Record<string, string>>,
  action = '/report',
): string {
  const title = say(context, 'portal.pending.title');
  const hidden = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  );
  const body = html`<h1>${title}</h1>
    <p class="lead">${say(context, 'portal.pending.text')}</p>
    <form method="post" action="${action}">
      ${hidden}
      <button type="submit">${say(context, 'portal.pending.again')}</button>
    </form>`;
  return page(context, title, body);
}
