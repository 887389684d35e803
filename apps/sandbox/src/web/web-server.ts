import helmet from '@fastify/helmet';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';

import { html } from '../../../api/src/portal/pages/html.js';
import type { FaultBoard } from '../fault-board.js';
import type { Provider } from '../provider.js';
import { addFaultPages } from './fault-pages.js';
import { addFormParser } from './forms.js';
import { homePage } from './home-page.js';
import { page } from './page.js';
import { sendPage } from './send-page.js';
import { sandboxStyles } from './styles.css.js';

const NOTHING = ["'none'"];
const OURS = ["'self'"];
const THIS_MACHINE = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/;

/** The pages that every provider shares, under the same policy as the town's own pages. */
export async function webServer(
  providers: readonly Provider[],
  faults: FaultBoard,
): Promise<FastifyInstance> {
  const pages = fastify({ forceCloseConnections: true, bodyLimit: 1024 * 1024 });
  await pages.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: NOTHING,
        styleSrc: OURS,
        imgSrc: OURS,
        formAction: OURS,
        baseUri: NOTHING,
        frameAncestors: NOTHING,
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: false,
  });
  addFormParser(pages);
  pages.addHook('onRequest', (request, reply, done) => {
    if (isFromHere(request)) done();
    else void sendPage(reply, FORBIDDEN, notice('This is for people at this machine only.'));
  });
  pages.get('/', (_request, reply) => sendPage(reply, OK, homePage(providers)));
  pages.get('/sandbox.css', (_request, reply) =>
    reply
      .type('text/css; charset=utf-8')
      .header('cache-control', 'public, max-age=300')
      .send(sandboxStyles),
  );
  addFaultPages(pages, providers, faults);
  pages.setNotFoundHandler((_request, reply) =>
    sendPage(reply, NOT_FOUND, notice('There is no such page.')),
  );
  pages.setErrorHandler((error, _request, reply) => sendPage(reply, ...refusalOf(error)));
  return pages;
}

const OK = 200;
const FORBIDDEN = 403;
const NOT_FOUND = 404;
const TOO_LARGE = 413;
const FAILED = 500;

/** Not what another site lets a browser do here (Fetch Metadata), nor under a name of its own. */
function isFromHere({ headers, method }: FastifyRequest): boolean {
  if (!THIS_MACHINE.test(headers.host ?? '')) return false;
  const site = headers['sec-fetch-site'];
  return method === 'GET' || site === undefined || site === 'same-origin' || site === 'none';
}

function refusalOf(error: unknown): [status: number, page: string] {
  const { statusCode } = Object(error) as { readonly statusCode?: unknown };
  if (statusCode === TOO_LARGE) return [TOO_LARGE, notice('That is too large.')];
  if (typeof statusCode === 'number' && statusCode < FAILED) {
    return [statusCode, notice('This cannot be read.')];
  }
  return [FAILED, notice('Something went wrong in the sandbox. Go back and try again.')];
}

function notice(text: string): string {
  const body = html`<h1>${text}</h1>
    <p><a href="/">To the start of the sandbox</a></p>`;
  return page({ title: text, body });
}
