import { pagePath } from '#core/citizen/citizen-paths';
import { emergencyNumber } from '#core/emergency/emergency';
import type { ShownEmergency } from '#core/emergency/emergency-store';

import { html, paragraphs } from './html.js';
import { page, type PageContext, say } from './layout.js';

/** What happened and where, and the one button that takes it. */
export function emergencyPage(
  context: PageContext,
  emergency: ShownEmergency,
  token: string,
): string {
  const { kind, place, words, requestNumber, acknowledgedByName, state } = emergency;
  const title = say(context, 'page.screen.title', { emergency: emergencyNumber(emergency) });
  const taken = state === 'acknowledged';
  const body = html`<h1>${title}: ${say(context, `page.kind.${kind}`)}</h1>
    ${place === '' ? null : html`<p class="lead">${say(context, 'page.place', { place })}</p>`}
    <p>${say(context, 'page.screen.request')} ${requestNumber}</p>
    <h2>${say(context, 'page.screen.words')}</h2>
    <p dir="auto">${paragraphs(words)}</p>
    ${
      taken
        ? html`<p class="saved" role="status">
            ${say(context, 'page.screen.taken', { name: acknowledgedByName ?? '' })}
          </p>`
        : html`<form method="post" action="${pagePath(token)}">
            <button type="submit">${say(context, 'page.screen.take')}</button>
          </form>`
    }`;
  return page(context, title, body);
}
