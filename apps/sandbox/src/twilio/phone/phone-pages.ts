import type { FastifyInstance } from 'fastify';

import type { ProviderTools } from '../../provider.js';
import { FORM_LIMIT_BYTES, readForm } from '../../web/forms.js';
import type { Place } from '../../web/page.js';
import { seeOther, sendPage } from '../../web/send-page.js';
import type { Texting } from '../texting/texting.js';
import type { TwilioAccount } from '../twilio-account.js';
import { conversationPage, type ShownConversation } from './conversation-page.js';
import { conversationPath, conversations, conversationWith } from './conversations.js';
import { phonePage } from './phone-page.js';
import { writtenText } from './written-text.js';

interface PhoneParts {
  readonly phone: TwilioAccount;
  readonly texting: Texting;
  readonly links: readonly Place[];
  readonly tools: Pick<ProviderTools, 'places'>;
}

interface ConversationRoute {
  Params: { readonly digits: string };
}

const OK = 200;
const UNUSABLE = 422;
const FIRST_NUMBER = '+19195550101';
const whole = { bodyLimit: FORM_LIMIT_BYTES };

/** The citizens' phones: all conversations and a form for a new text, one conversation and a form to answer. */
export function addPhonePages(pages: FastifyInstance, parts: PhoneParts): void {
  const { phone, texting, links, tools } = parts;
  const { book } = texting;
  const view = { townNumber: phone.settings.number, places: tools.places, links };
  const all = () => conversations(book, phone);

  pages.get('/', (_request, reply) => {
    const values = { from: all()[0]?.number ?? FIRST_NUMBER };
    return sendPage(reply, OK, phonePage(view, all(), { values, faults: [] }));
  });

  pages.post('/', whole, async (request, reply) => {
    const typed = writtenText(await readForm(request), null);
    if (typed.kind === 'faulty') return sendPage(reply, UNUSABLE, phonePage(view, all(), typed));
    await texting.write(phone, typed.text);
    return seeOther(reply, conversationPath(typed.text.from));
  });

  pages.get<ConversationRoute>('/conversations/:digits', ({ params }, reply) => {
    const shown = shownConversation(params.digits);
    return sendPage(reply, OK, conversationPage(view, shown, { values: {}, faults: [] }));
  });

  pages.post<ConversationRoute>('/conversations/:digits', whole, async (request, reply) => {
    const shown = shownConversation(request.params.digits);
    const typed = writtenText(await readForm(request), shown.number);
    if (typed.kind === 'faulty') {
      return sendPage(reply, UNUSABLE, conversationPage(view, shown, typed));
    }
    await texting.write(phone, typed.text);
    return seeOther(reply, conversationPath(shown.number));
  });

  function shownConversation(digits: string): ShownConversation {
    const conversation = conversationWith(`+${digits}`, book, phone);
    const { number } = conversation;
    return {
      ...conversation,
      isOptedOut: book.isOptedOut(phone.settings.accountSid, number),
      refusals: book.refusedTo(number),
      mediaOf: (message) => book.mediaOf(message.sid),
    };
  }
}
