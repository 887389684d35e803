import { html } from '../../../api/src/portal/pages/html.js';
import type { Provider } from '../provider.js';
import { page } from './page.js';
import { placesOf } from './places.js';

/** What a newcomer can play with. */
export function homePage(providers: readonly Provider[]): string {
  const title = 'Play a citizen';
  const body = html`<h1>${title}</h1>
    <p class="lead">
      Write to the town as people do, and see its answers arrive. What stands between you and the
      town is simulated: no account is needed, and nobody is reached.
    </p>
    <ul class="messages">
      ${providers.map(
        ({ code, title: name, summary }) =>
          html`<li>
            <h2><a href="/${code}">${name}</a></h2>
            <p>${summary}</p>
          </li>`,
      )}
      <li>
        <h2><a href="/faults">Misbehave</a></h2>
        <p>Providers fail. Choose what shall go wrong, and see what the town makes of it.</p>
      </li>
    </ul>`;
  return page({ title, body, path: '/', places: placesOf(providers) });
}
