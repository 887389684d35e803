import type { FastifyInstance, FastifyReply } from 'fastify';

import { FORM_LIMIT_BYTES, readForm } from '../web/forms.js';
import type { Place } from '../web/page.js';
import { seeOther, sendPage } from '../web/send-page.js';
import type { MailSystem } from './mail-system.js';
import { mailboxPage } from './pages/mailbox-page.js';
import { threadPage } from './pages/thread-page.js';
import { newMailOf, replyOf } from './written-mail.js';

const OK = 200;
const UNUSABLE = 422;
const DEFAULT_FROM = 'ana@citizen.example';

/** The citizen's mailbox: all threads and a form for a new mail, one thread and a form to answer. */
export function addMailPages(
  pages: FastifyInstance,
  system: MailSystem,
  places: readonly Place[],
): void {
  const { mailbox, account } = system;
  const view = { town: account.settings, places };

  pages.get('/', (_request, reply) => {
    const values = { from: lastFrom() };
    return sendPage(reply, OK, mailboxPage(view, mailbox.newestFirst(), { values, faults: [] }));
  });

  pages.post('/', { bodyLimit: FORM_LIMIT_BYTES }, async (request, reply) => {
    const written = newMailOf(await readForm(request), view.town.address);
    if (written.kind === 'mail') return writeAndShow(reply, written.mail);
    const shown = mailboxPage(view, mailbox.newestFirst(), written);
    return sendPage(reply, UNUSABLE, shown);
  });

  pages.get<ThreadRoute>('/threads/:id', (request, reply) => {
    const thread = mailbox.thread(request.params.id);
    if (thread === null) return noSuchThread(reply);
    return sendPage(reply, OK, threadPage(view, thread, { values: {}, faults: [] }));
  });

  pages.post<ThreadRoute>(
    '/threads/:id',
    { bodyLimit: FORM_LIMIT_BYTES },
    async (request, reply) => {
      const thread = mailbox.thread(request.params.id);
      if (thread === null) return noSuchThread(reply);
      const written = replyOf(await readForm(request), thread, view.town.address);
      if (written.kind === 'mail') return writeAndShow(reply, written.mail);
      return sendPage(reply, UNUSABLE, threadPage(view, thread, written));
    },
  );

  async function writeAndShow(reply: FastifyReply, mail: Parameters<MailSystem['write']>[0]) {
    const { id } = await system.write(mail);
    const thread = mailbox.newestFirst().find(({ mails }) => mails.some((kept) => kept.id === id));
    return seeOther(reply, thread === undefined ? '/mail' : `/mail/threads/${thread.id}`);
  }

  function lastFrom(): string {
    const mails = mailbox.newestFirst().flatMap((thread) => thread.mails);
    const written = mails.find(({ writer }) => writer === 'citizen');
    return written?.mail.from?.address ?? DEFAULT_FROM;
  }
}

function noSuchThread(reply: FastifyReply): FastifyReply {
  reply.callNotFound();
  return reply;
}

interface ThreadRoute {
  Params: { readonly id: string };
}
