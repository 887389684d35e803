import { html } from './html.js';
import { page, type PageContext, say } from './layout.js';

/** A page that only says something, and what to do next. */
export function noticePage(context: PageContext, title: string, text: string): string {
  const body = html`<h1>${title}</h1>
    <p class="lead">${text}</p>
    <p><a href="/">${say(context, 'portal.home')}</a></p>`;
  return page(context, title, body);
}
