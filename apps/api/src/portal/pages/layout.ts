import { type Language, renderText, type TextCode } from '#core/text/catalogue';

import { type Html, html } from './html.js';

/** What every page needs to know. */
export interface PageContext {
  readonly language: Language;
  readonly town: string;
  readonly zone: string;
  /** Path of this page, for the link to the other language. */
  readonly path: string;
}

export type Words = Readonly<Record<string, string | number | Date>>;

/** The words of one page in its language, instants in the town's zone. */
export function say(context: PageContext, code: TextCode, words: Words = {}): string {
  return renderText(code, context.language, words, context.zone);
}

/** The frame of every page: works without scripts, from 320 px on, with keyboard and screen reader. */
export function page(context: PageContext, title: string, body: Html): string {
  const other: Language = context.language === 'en' ? 'es' : 'en';
  const document = html`<!doctype html>
    <html lang="${context.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title} – ${say(context, 'portal.town', { town: context.town })}</title>
        <link rel="stylesheet" href="/portal.css" />
      </head>
      <body>
        <a class="skip" href="#main">${say(context, 'portal.skip')}</a>
        <header>
          <div class="width">
            <a class="town" href="/">${say(context, 'portal.town', { town: context.town })}</a>
            <a lang="${other}" hreflang="${other}" href="${languageLink(context.path, other)}"
              >${say(context, 'portal.other-language')}</a
            >
          </div>
        </header>
        <aside class="emergency">
          <p class="width">${say(context, 'portal.emergency')}</p>
        </aside>
        <main id="main" class="width" tabindex="-1">${body}</main>
        <footer><p class="width">${say(context, 'portal.footer')}</p></footer>
      </body>
    </html>`;
  return document.html;
}

function languageLink(path: string, language: Language): string {
  return `${path}${path.includes('?') ? '&' : '?'}lang=${language}`;
}
