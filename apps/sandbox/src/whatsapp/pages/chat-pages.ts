import { setTimeout as pause } from 'node:timers/promises';

import type { FastifyInstance, FastifyReply } from 'fastify';

import { FORM_LIMIT_BYTES, readForm } from '../../web/forms.js';
import type { Place } from '../../web/page.js';
import { seeOther, sendPage } from '../../web/send-page.js';
import type { KeptFile } from '../webhook/citizen-message.js';
import type { Letter, WhatsAppSystem } from '../whatsapp-system.js';
import { isPicture } from './bubble-item.js';
import { chatPage } from './chat-page.js';
import { chatPath, chatsPage } from './chats-page.js';
import { writtenMessage } from './written-message.js';

const OK = 200;
const UNUSABLE = 422;
/** How long a page waits for the town before it shows the message as on its way. */
const PAGE_WAIT_MS = 3_000;
const firstCitizen = { number: '+1 919 555 0123', name: 'Ana' };
const whole = { bodyLimit: FORM_LIMIT_BYTES };

/** The citizens' telephones: all chats and a form for a new one, one chat and a form to go on. */
export function addChatPages(
  pages: FastifyInstance,
  system: WhatsAppSystem,
  places: readonly Place[],
): void {
  const { chats } = system;
  const view = () => ({ places, subscription: system.subscription.state });

  pages.get('/', (_request, reply) => {
    const [last] = chats.newestFirst();
    const values = { ...(last?.citizen ?? firstCitizen), username: '' };
    return sendPage(reply, OK, chatsPage(view(), chats.newestFirst(), { values, faults: [] }));
  });

  pages.post('/', whole, async (request, reply) => {
    const written = writtenMessage(await readForm(request), null);
    if (written.kind === 'letter') return writeAndShow(reply, written.letter);
    return sendPage(reply, UNUSABLE, chatsPage(view(), chats.newestFirst(), written));
  });

  pages.get<ChatRoute>('/chats/:digits', ({ params }, reply) => {
    const chat = chats.find(`+${params.digits}`);
    if (chat === null) return nothingHere(reply);
    system.look(chat);
    return sendPage(reply, OK, chatPage(view(), chat, { values: {}, faults: [] }));
  });

  pages.post<ChatRoute>('/chats/:digits', whole, async (request, reply) => {
    const chat = chats.find(`+${request.params.digits}`);
    if (chat === null) return nothingHere(reply);
    const written = writtenMessage(await readForm(request), chat.citizen);
    if (written.kind === 'letter') return writeAndShow(reply, written.letter);
    return sendPage(reply, UNUSABLE, chatPage(view(), chat, written));
  });

  addChatActions(pages, system);

  async function writeAndShow(reply: FastifyReply, letter: Letter) {
    const written = system.write(letter);
    await Promise.race([written, pause(PAGE_WAIT_MS, undefined, { ref: false })]);
    return seeOther(reply, chatPath(letter.citizen.number));
  }
}

function addChatActions(pages: FastifyInstance, system: WhatsAppSystem): void {
  pages.post<ChatRoute>('/chats/:digits/day', async (request, reply) => {
    const chat = system.chats.find(`+${request.params.digits}`);
    if (chat === null) return nothingHere(reply);
    await system.letDayPass(chat.citizen);
    return seeOther(reply, chatPath(chat.citizen.number));
  });

  pages.get<FileRoute>('/files/:id', ({ params }, reply) =>
    sendFile(reply, system.media.find(params.id)),
  );
}

function sendFile(reply: FastifyReply, file: KeptFile | null): FastifyReply {
  if (file === null) return nothingHere(reply);
  const type = isPicture(file.contentType) ? file.contentType : 'application/octet-stream';
  return reply.type(type).header('cache-control', 'private, max-age=300').send(file.bytes);
}

function nothingHere(reply: FastifyReply): FastifyReply {
  reply.callNotFound();
  return reply;
}

interface ChatRoute {
  Params: { readonly digits: string };
}

interface FileRoute {
  Params: { readonly id: string };
}
