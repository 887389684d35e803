import type { SandboxedAccount } from '../order.js';
import type { OpenProvider, Provider, ProviderTools } from '../provider.js';
import { mailSettings } from './mail-account.js';
import { mailFaults } from './mail-faults.js';
import { addMailPages } from './mail-pages.js';
import { MailSystem } from './mail-system.js';
import { SmtpDoor } from './smtp-door.js';

/** The town's mail provider and the citizens' mailboxes behind it. */
export const mailProvider: Provider = {
  ...{ channel: 'email', code: 'mail', title: 'Mail', faults: mailFaults },
  open: openMail,
};

async function openMail(account: SandboxedAccount, tools: ProviderTools): Promise<OpenProvider> {
  const settings = mailSettings.parse(account.settings);
  const { code: provider } = mailProvider;
  const { user, signIn } = settings.outgoing;
  const system = new MailSystem(provider, { ...account, settings }, tools);
  const unfinished = await system.remember();
  const door = new SmtpDoor({
    ...{ user, password: signIn.password, provider, faults: tools.faults },
    take: (raw, envelope, aftermath) => system.take(raw, envelope, aftermath),
    misbehaved: async (fault) => {
      await tools.ledger.append({ provider, kind: 'misbehaved', facts: { fault } });
    },
  });
  await door.listen(tools.smtpPort);
  return {
    addPages: (pages) => addMailPages(pages, system),
    resume: () => unfinished.forEach((line) => system.carry(line)),
    async close() {
      system.close();
      await door.close();
    },
  };
}
