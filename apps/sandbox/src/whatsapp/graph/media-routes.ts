import { createHash } from 'node:crypto';

import type { FastifyInstance } from 'fastify';

import { FORM_LIMIT_BYTES, readForm } from '../../web/forms.js';
import { newMediaId } from '../media-store.js';
import { mediaFaults } from '../whatsapp-faults.js';
import type { WhatsAppSystem } from '../whatsapp-system.js';
import { badParameter, unknownObject } from './graph-error.js';
import { refuse, VERSION } from './graph-reply.js';

const NOT_FOUND = 404;

/** Files: uploaded for a message of the town, looked up and fetched when a citizen sent them. */
export function addMediaRoutes(graph: FastifyInstance, system: WhatsAppSystem): void {
  const { phoneNumberId } = system.account.settings;
  graph.post(
    `${VERSION}/${phoneNumberId}/media`,
    { bodyLimit: FORM_LIMIT_BYTES },
    async (request, reply) => {
      const form = await readForm(request);
      const [file] = form?.files ?? [];
      if (form?.fields['messaging_product'] !== 'whatsapp') {
        return refuse(reply, badParameter('The parameter messaging_product is required.'));
      }
      if (file === undefined) return refuse(reply, badParameter('The parameter file is required.'));
      const contentType = form.fields['type'] ?? file.contentType;
      const id = newMediaId();
      await system.keepFile({ ...file, id, contentType }, 'accepted');
      return reply.send({ id });
    },
  );

  graph.get<MediaRoute>(`${VERSION}/:mediaId(^\\d{15}$)`, (request, reply) => {
    const { mediaId } = request.params;
    const file = system.media.find(mediaId);
    if (file === null) return refuse(reply, unknownObject(mediaId));
    const query = system.media.linkQuery(mediaId, Date.now());
    return reply.send({
      messaging_product: 'whatsapp',
      url: `http://${request.headers.host ?? ''}/whatsapp/attachments?${query}`,
      mime_type: file.contentType,
      sha256: createHash('sha256').update(file.bytes).digest('hex'),
      file_size: String(file.bytes.length),
      id: mediaId,
    });
  });

  graph.delete<MediaRoute>(`${VERSION}/:mediaId(^\\d{15}$)`, (request, reply) => {
    const { mediaId } = request.params;
    if (!system.media.delete(mediaId)) return refuse(reply, unknownObject(mediaId));
    return reply.send({ success: true });
  });

  graph.get('/attachments', async (request, reply) => {
    const gone = (await system.misbehaviour(mediaFaults)) !== null;
    const query = request.query as Readonly<Record<string, string>>;
    const file = gone ? null : system.media.behindLink(query, Date.now());
    if (file === null) return reply.status(NOT_FOUND).send('');
    return reply.type(file.contentType).send(file.bytes);
  });
}

interface MediaRoute {
  Params: { readonly mediaId: string };
}
