import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';

import { type Html, html } from '../../../api/src/portal/pages/html.js';
import type { ArmedFault, FaultBoard } from '../fault-board.js';
import type { Provider } from '../provider.js';
import { readForm } from './forms.js';
import { page } from './page.js';
import { placesOf } from './places.js';
import { seeOther, sendPage } from './send-page.js';

const OK = 200;
const BAD_REQUEST = 400;
const MOST_TIMES = 1_000;

const order = z.object({
  fault: z.string(),
  times: z.coerce.number().int().min(0).max(MOST_TIMES),
});

/**
 * The control of misbehaviour, for people and programs: `GET /faults` (JSON when that is asked for),
 * `POST /faults` with the form fields `fault` as `provider/code` and `times`; zero takes it back.
 */
export function addFaultPages(
  pages: FastifyInstance,
  providers: readonly Provider[],
  board: FaultBoard,
): void {
  pages.get('/faults', (request, reply) => {
    if (wantsJson(request)) return reply.send({ armed: board.list() });
    return sendPage(reply, OK, faultsPage(providers, board.list(), null));
  });
  pages.post('/faults', async (request, reply) => {
    const read = order.safeParse((await readForm(request))?.fields ?? {});
    const [provider, kind] = read.success ? chosen(providers, read.data.fault) : [];
    if (!read.success || provider === undefined || kind === undefined) {
      const fault = `Choose one of the faults, and how often: a whole number up to ${MOST_TIMES}.`;
      if (wantsJson(request)) return reply.status(BAD_REQUEST).send({ fault });
      return sendPage(reply, BAD_REQUEST, faultsPage(providers, board.list(), fault));
    }
    board.arm(provider.code, kind.code, read.data.times);
    return wantsJson(request) ? reply.send({ armed: board.list() }) : seeOther(reply, '/faults');
  });
}

function chosen(providers: readonly Provider[], fault: string) {
  const [providerCode, code] = fault.split('/', 2);
  const provider = providers.find((candidate) => candidate.code === providerCode);
  return [provider, provider?.faults.find((kind) => kind.code === code)] as const;
}

function wantsJson({ headers }: FastifyRequest): boolean {
  return headers.accept?.includes('application/json') ?? false;
}

function faultsPage(
  providers: readonly Provider[],
  armed: readonly ArmedFault[],
  fault: string | null,
): string {
  const title = 'Misbehave';
  const body = html`${fault === null ? null : html`<div class="summary" role="alert">${fault}</div>`}
    <h1>${title}</h1>
    <p class="lead">
      Providers fail. Choose what shall go wrong next, then see what the town makes of it.
    </p>
    <section aria-labelledby="armed">
      <h2 id="armed">Asked for</h2>
      ${armed.length === 0 ? html`<p>Nothing: everything works.</p>` : armedList(providers, armed)}
    </section>
    <section aria-labelledby="choose" class="panel">
      <h2 id="choose">What shall go wrong</h2>
      <form method="post" action="/faults">
        <div class="field">
          <label for="fault">Fault</label>
          <select id="fault" name="fault">
            ${providers.map(options)}
          </select>
        </div>
        <div class="field">
          <label for="times">How often (0 takes it back)</label>
          <input id="times" name="times" type="number" min="0" max="${MOST_TIMES}" value="1" />
        </div>
        <button type="submit">Misbehave</button>
      </form>
    </section>
    ${providers.map(explanations)}`;
  return page({ title, body, path: '/faults', places: placesOf(providers) });
}

function armedList(providers: readonly Provider[], armed: readonly ArmedFault[]): Html {
  const items = armed.map(({ provider, code, left }) => {
    const [found, kind] = chosen(providers, `${provider}/${code}`);
    return html`<li>${found?.title ?? provider}: ${kind?.title ?? code}, ${left} times more</li>`;
  });
  return html`<ul>
    ${items}
  </ul>`;
}

function options(provider: Provider): Html {
  return html`<optgroup label="${provider.title}">
    ${provider.faults.map(
      ({ code, title }) => html`<option value="${provider.code}/${code}">${title}</option>`,
    )}
  </optgroup>`;
}

function explanations(provider: Provider): Html {
  return html`<section aria-label="Faults of ${provider.title}">
    <h2>${provider.title}</h2>
    <dl>
      ${provider.faults.map(
        ({ title, explanation }) =>
          html`<dt>${title}</dt>
            <dd>${explanation}</dd>`,
      )}
    </dl>
  </section>`;
}
