import type { SandboxedAccount } from '../order.js';
import type { OpenProvider, Provider, ProviderTools } from '../provider.js';
import { seeOther } from '../web/send-page.js';
import { addPhonePages } from './phone/phone-pages.js';
import { addRest } from './rest/rest-scope.js';
import { messageFaults } from './texting/message-faults.js';
import { Texting } from './texting/texting.js';
import { TownWebhooks } from './town-webhooks.js';
import { TEXTING_CHANNEL, twilioAccount, VOICE_CHANNEL } from './twilio-account.js';
import type { TwilioService } from './twilio-service.js';
import { callFaults } from './voice/call-faults.js';
import { Voice } from './voice/voice.js';

/** The town's phone company as programs see it, and the phones of the citizens behind it. */
export const twilioProvider: Provider = {
  ...{ channels: [TEXTING_CHANNEL, VOICE_CHANNEL], code: 'twilio', title: 'Phone' },
  faults: [...messageFaults, ...callFaults],
  summary: 'The phone of a citizen: text or call the town and see its answers arrive.',
  open: openTwilio,
};

async function openTwilio(
  sandboxed: readonly SandboxedAccount[],
  tools: ProviderTools,
): Promise<OpenProvider> {
  const { code: provider } = twilioProvider;
  const accounts = sandboxed.map((account) => twilioAccount(account, tools.door.townUrl));
  const webhooks = new TownWebhooks(provider, tools);
  const of = (wanted: string) => accounts.filter(({ channel }) => channel === wanted);
  const texts = of(TEXTING_CHANNEL);
  const texting = new Texting({ provider, accounts: texts, tools, webhooks });
  const voice = new Voice({ provider, accounts: of(VOICE_CHANNEL), tools, webhooks });
  const services: readonly TwilioService[] = [texting, voice];
  for await (const line of tools.ledger.lines()) {
    if (line.provider === provider) for (const service of services) service.recall(line);
  }
  return {
    addPages(pages) {
      addRest(pages, accounts, services);
      for (const service of services) service.addPages(pages);
      const [phone] = texts;
      const links = services.flatMap((service) => service.links);
      if (phone === undefined) {
        pages.get('/', (_request, reply) => seeOther(reply, links[0]?.path ?? '/'));
      } else addPhonePages(pages, { phone, texting, links, tools });
    },
    resume: () => services.forEach((service) => service.resume()),
    close: () => Promise.resolve(),
  };
}
