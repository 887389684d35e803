import type { FastifyInstance } from 'fastify';

import type { SandboxedAccount } from '../order.js';
import type { OpenProvider, Provider, ProviderTools } from '../provider.js';
import { addGraphRoutes } from './graph/graph-routes.js';
import { addChatPages } from './pages/chat-pages.js';
import { whatsAppSettings } from './whatsapp-account.js';
import { whatsAppFaults } from './whatsapp-faults.js';
import { WhatsAppSystem } from './whatsapp-system.js';

/** WhatsApp with its Graph API, and the telephones of the citizens. */
export const whatsAppProvider: Provider = {
  ...{ channels: ['whatsapp-cloud'], code: 'whatsapp', title: 'WhatsApp', faults: whatsAppFaults },
  summary: 'A chat on the telephone of a citizen: words, pictures and places to the town.',
  open: openWhatsApp,
};

async function openWhatsApp(
  [account]: readonly SandboxedAccount[],
  tools: ProviderTools,
): Promise<OpenProvider> {
  if (account === undefined) throw new Error('There is no WhatsApp account to play for.');
  const settings = whatsAppSettings.parse(account.settings);
  const system = new WhatsAppSystem(whatsAppProvider.code, { ...account, settings }, tools);
  const unfinished = await system.remember();
  return {
    addPages(pages) {
      addChatPages(pages, system, tools.places);
      void pages.register((graph: FastifyInstance) => {
        addGraphRoutes(graph, system);
        return Promise.resolve();
      });
    },
    resume: () => system.resume(unfinished),
    close() {
      system.close();
      return Promise.resolve();
    },
  };
}
