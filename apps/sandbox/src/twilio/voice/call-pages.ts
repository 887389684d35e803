import type { FastifyInstance, FastifyReply } from 'fastify';

import type { ProviderTools } from '../../provider.js';
import { readForm } from '../../web/forms.js';
import { asE164 } from '../../web/phone-number.js';
import { seeOther, sendPage } from '../../web/send-page.js';
import type { TwilioAccount } from '../twilio-account.js';
import type { Call } from './call.js';
import type { CallBook } from './call-book.js';
import { callPage, CALLS_PATH, callsPage, type CallsView } from './call-page.js';
import type { PhoneLine } from './phone-line.js';

interface Parts {
  readonly phone: TwilioAccount;
  readonly book: CallBook;
  readonly line: PhoneLine;
  readonly tools: Pick<ProviderTools, 'places'>;
}

interface CallRoute {
  Params: { readonly sid: string };
}

const OK = 200;
const UNUSABLE = 422;
const NUMBER = /^\+[1-9]\d{6,14}$/;
/** How a hidden number is told of. */
const HIDDEN = 'anonymous';

/** The phone as one calls with it: all calls, and one call step by step. */
export function addCallPages(pages: FastifyInstance, { phone, book, line, tools }: Parts): void {
  const view: CallsView = { townNumber: phone.settings.number, places: tools.places };
  const blank = { values: { from: '+19195550101' }, faults: [] };

  pages.get('/calls', (_request, reply) => sendPage(reply, OK, callsPage(view, book.all(), blank)));

  pages.post('/calls', async (request, reply) => {
    const typed = (await readForm(request))?.fields['from']?.trim() ?? '';
    const from = typed === '' ? HIDDEN : asE164(typed);
    if (from !== HIDDEN && !NUMBER.test(from)) {
      const faults = [{ field: 'from', message: 'Write a phone number, as +1 919 555 0101.' }];
      const form = { values: { from: typed }, faults };
      return sendPage(reply, UNUSABLE, callsPage(view, book.all(), form));
    }
    const call = await line.dial(phone, from);
    return seeOther(reply, call === null ? CALLS_PATH : `${CALLS_PATH}/${call.sid}`);
  });

  pages.get<CallRoute>('/calls/:sid', ({ params }, reply) => {
    const call = book.find(params.sid);
    return call === null ? seeOther(reply, CALLS_PATH) : sendPage(reply, OK, callPage(view, call));
  });

  pages.post<CallRoute>('/calls/:sid', async (request, reply): Promise<FastifyReply> => {
    const call = book.find(request.params.sid);
    if (call === null) return seeOther(reply, CALLS_PATH);
    const { fields = {} } = (await readForm(request)) ?? {};
    await act(line, call, fields);
    return seeOther(reply, `${CALLS_PATH}/${call.sid}`);
  });
}

async function act(
  line: PhoneLine,
  call: Call,
  fields: Readonly<Record<string, string>>,
): Promise<void> {
  const [what = '', key = ''] = (fields['do'] ?? '').split(' ');
  switch (what) {
    case 'answer':
      return line.answer(call);
    case 'unanswered':
      return line.leave(call, 'no-answer');
    case 'busy':
      return line.leave(call, 'busy');
    case 'key':
      return line.press(call, key);
    case 'speak':
      return line.speak(call, fields['words'] ?? '');
    case 'connected':
      return line.connect(call, 'completed');
    case 'unconnected':
      return line.connect(call, 'no-answer');
    default:
      return line.hangUp(call);
  }
}
