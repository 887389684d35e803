import type { FastifyInstance } from 'fastify';

import { townNumber } from '../whatsapp-account.js';
import type { WhatsAppSystem } from '../whatsapp-system.js';
import { unknownObject } from './graph-error.js';
import { refuse, VERSION } from './graph-reply.js';
import { templates } from './templates.js';

const APP_ID = '100000000000001';

/** What a town asks about its own account: the number, the token, the subscription, the templates. */
export function addAccountRoutes(graph: FastifyInstance, system: WhatsAppSystem): void {
  const { phoneNumberId, businessAccountId } = system.account.settings;
  const business = `${VERSION}/${businessAccountId}`;
  const number = {
    verified_name: townNumber.name,
    display_phone_number: townNumber.shown,
    quality_rating: 'GREEN',
    platform_type: 'CLOUD_API',
    throughput: { level: 'STANDARD' },
    code_verification_status: 'VERIFIED',
    name_status: 'APPROVED',
    status: 'CONNECTED',
    id: phoneNumberId,
  };
  graph.get(`${VERSION}/${phoneNumberId}`, (request, reply) =>
    reply.send(fieldsOf(number, request.query)),
  );
  graph.get(business, (request, reply) =>
    reply.send(fieldsOf({ id: businessAccountId, name: townNumber.name }, request.query)),
  );
  graph.get(`${business}/phone_numbers`, (_request, reply) => reply.send({ data: [number] }));
  graph.get(`${business}/message_templates`, (_request, reply) =>
    reply.send({ data: templates.map(templateShape) }),
  );
  graph.get(`${business}/subscribed_apps`, (_request, reply) => {
    const app = { link: '', name: 'Townline', id: APP_ID };
    return reply.send({ data: [{ whatsapp_business_api_data: app }] });
  });
  graph.post(`${business}/subscribed_apps`, (_request, reply) => reply.send({ success: true }));
  graph.get(`${VERSION}/debug_token`, (_request, reply) =>
    reply.send({ data: tokenShape(businessAccountId) }),
  );
  graph.all(`${VERSION}/*`, (request, reply) => {
    const { '*': path } = request.params as { readonly '*': string };
    return refuse(reply, unknownObject(path.split('/', 1)[0] ?? ''));
  });
}

/** The fields that the query names; without it, what Meta gives by itself. */
function fieldsOf(object: Readonly<Record<string, unknown>>, query: unknown) {
  const { fields } = query as { readonly fields?: string };
  if (fields === undefined) return object;
  const wanted = [...fields.split(','), 'id'];
  return Object.fromEntries(Object.entries(object).filter(([name]) => wanted.includes(name)));
}

function templateShape({ name, language, category, text }: (typeof templates)[number]) {
  const components = [{ type: 'BODY', text }];
  return { name, language, category, components, status: 'APPROVED', id: `${name}-${language}` };
}

function tokenShape(businessAccountId: string) {
  const scopes = ['whatsapp_business_management', 'whatsapp_business_messaging'];
  return {
    ...{ app_id: APP_ID, type: 'SYSTEM_USER', application: 'Townline', is_valid: true },
    ...{ expires_at: 0, data_access_expires_at: 0, scopes },
    granular_scopes: scopes.map((scope) => ({ scope, target_ids: [businessAccountId] })),
  };
}
