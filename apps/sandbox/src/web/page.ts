import { type Html, html } from '../../../api/src/portal/pages/html.js';

export interface Page {
  readonly title: string;
  readonly body: Html;
  /** Path of this page in the bar on top. */
  readonly path?: string;
  /** The places that the bar leads to. */
  readonly places?: readonly Place[];
}

export interface Place {
  readonly path: string;
  readonly title: string;
}

const faultsPlace: Place = { path: '/faults', title: 'Misbehave' };

/** The frame of every page of the sandbox: says on each of them that it reaches nobody. */
export function page({ title, body, path, places = [] }: Page): string {
  const links = [...places, faultsPlace].map(
    (place) =>
      html`<a href="${place.path}" ${place.path === path ? html` aria-current="page"` : null}
        >${place.title}</a
      >`,
  );
  const document = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title} – Townline sandbox</title>
        <link rel="stylesheet" href="/sandbox.css" />
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header>
          <div class="width">
            <a class="town" href="/">Townline sandbox</a>
            <nav aria-label="Sandbox">${links}</nav>
          </div>
        </header>
        <aside class="sandbox" aria-label="About the sandbox">
          <p class="width">
            This is a sandbox. You play a citizen; what you write goes to the town on this machine
            and reaches nobody else. In an emergency call 911.
          </p>
        </aside>
        <main id="main" class="width" tabindex="-1">${body}</main>
        <footer><p class="width">No mail, call or message leaves this machine.</p></footer>
      </body>
    </html>`;
  return document.html;
}
