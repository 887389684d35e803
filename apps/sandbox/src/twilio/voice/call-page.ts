import { faultOf, field } from '../../../../api/src/portal/pages/fields.js';
import { type Html, html } from '../../../../api/src/portal/pages/html.js';
import { faultSummary } from '../../web/form-fields.js';
import { moment } from '../../web/moment.js';
import { page, type Place } from '../../web/page.js';
import { shownNumber } from '../../web/phone-number.js';
import type { ShownForm } from '../phone/written-text.js';
import { type Call, type CallStatus, isOver, otherPhoneOf } from './call.js';
import type { SpokenLine } from './listen.js';

export const CALLS_PATH = '/twilio/calls';

export interface CallsView {
  readonly townNumber: string;
  readonly places: readonly Place[];
}

const MOST_SHOWN = 50;
const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'];

/** Every call, newest first, and a form to call the town. */
export function callsPage(view: CallsView, calls: readonly Call[], form: ShownForm): string {
  const title = 'Calls';
  const body = html`${faultSummary(form.faults)}
    <p><a href="/twilio">Back to the phone</a></p>
    <h1>${title}</h1>
    <p class="lead">
      Call the town at ${shownNumber(view.townNumber)}, or answer when it calls its own people. What
      would be heard is written here.
    </p>
    <section aria-labelledby="call" class="panel">
      <h2 id="call">Call the town</h2>
      <form method="post" action="${CALLS_PATH}" novalidate>
        ${field({
          ...{ name: 'from', label: 'Your number', kind: 'tel', autocomplete: 'off' },
          hint: 'Leave it empty to hide it.',
          value: form.values['from'] ?? '',
          fault: faultOf(form.faults, 'from'),
        })}
        <button type="submit">Call</button>
      </form>
    </section>
    <section aria-labelledby="calls">
      <h2 id="calls">Calls so far</h2>
      <p><a href="${CALLS_PATH}">Look for new calls</a></p>
      ${calls.length === 0 ? html`<p>Nothing yet.</p>` : list(calls)}
    </section>`;
  return page({ title, body, places: view.places });
}

function list(calls: readonly Call[]): Html {
  return html`<ol class="messages">
    ${calls.slice(0, MOST_SHOWN).map(item)}
  </ol>`;
}

function item(call: Call): Html {
  const isCitizen = call.direction === 'inbound';
  const who = isCitizen ? 'You call the town' : 'The town calls';
  return html`<li class="${isCitizen ? 'citizen' : 'town'}">
    <h3><a href="${CALLS_PATH}/${call.sid}">${who}: ${shownNumber(otherPhoneOf(call))}</a></h3>
    <p class="who">${moment(call.createdAt)}</p>
    <p class="state">${words[call.status]}</p>
  </li>`;
}

const words: Readonly<Record<CallStatus, string>> = {
  queued: 'Waiting',
  ringing: 'It rings',
  'in-progress': 'Under way',
  completed: 'Over',
  busy: 'The line was busy',
  'no-answer': 'Nobody answered',
};

/** One call: what was said, and what can be done now. */
export function callPage(view: CallsView, call: Call): string {
  const title = `Call of ${shownNumber(otherPhoneOf(call))}`;
  const body = html`<p><a href="${CALLS_PATH}">Back to all calls</a></p>
    <h1>${title}</h1>
    <p class="state">${words[call.status]}</p>
    <ol class="messages phone">
      ${call.heard.map(lineItem)}
    </ol>
    ${isOver(call) ? null : controls(call)}`;
  return page({ title, body, places: view.places });
}

function lineItem({ who, language, text }: SpokenLine): Html {
  const name = who === 'town' ? 'You hear' : 'You';
  return html`<li class="${who === 'town' ? 'town' : 'citizen'}">
    <p class="who"><strong>${name}</strong></p>
    <p dir="auto" lang="${language}">${text}</p>
  </li>`;
}

function controls(call: Call): Html {
  if (call.status === 'ringing' && call.direction === 'outbound-api') {
    const buttons = [button('answer', '', 'Answer'), button('unanswered', '', 'Let it ring')];
    return doForm(call, [...buttons, button('busy', '', 'Be busy')]);
  }
  const hangUp = button('hang-up', '', 'Hang up');
  switch (call.waiting.kind) {
    case 'key': {
      const digits = keys.map((key) => button('key', key, key));
      return doForm(call, [...digits, button('key', '', 'Press nothing'), hangUp]);
    }
    case 'message': {
      const label = 'Say after the tone';
      const said = field({ name: 'words', label, kind: 'lines', value: '', fault: null });
      return doForm(call, [said, button('speak', '', 'Say it and hang up'), hangUp]);
    }
    case 'forwarded': {
      const answers = button('connected', '', 'Somebody answers');
      const note = html`<p>It rings at ${shownNumber(call.waiting.number)}.</p>`;
      return doForm(call, [note, answers, button('unconnected', '', 'Nobody answers'), hangUp]);
    }
    case 'ended':
      return doForm(call, [hangUp]);
  }
}

function doForm({ sid }: Call, content: readonly Html[]): Html {
  return html`<form method="post" action="${CALLS_PATH}/${sid}" class="panel" novalidate>
    ${content}
  </form>`;
}

function button(act: string, value: string, label: string): Html {
  return html`<button type="submit" name="do" value="${value === '' ? act : `${act} ${value}`}">
    ${label}
  </button>`;
}
