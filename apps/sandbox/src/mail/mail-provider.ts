import type { SandboxedAccount } from '../order.js';
import type { OpenProvider, Provider, ProviderTools } from '../provider.js';
import { mailSettings } from './mail-account.js';
import { mailFaults } from './mail-faults.js';
import { addMailPages } from './mail-pages.js';
import { MailSystem } from './mail-system.js';
import { SmtpDoor } from './smtp-door.js';

/** The town's mail provider and the citizens' mailboxes behind it. */
export const mailProvider: Provider = {
  ...{ channels: ['email'], code: 'mail', title: 'Mail', faults: mailFaults },
  summary: 'The mailbox of a citizen: write to the town and read its answers.',
  open: openMail,
};

async function openMail(
  [account]: readonly SandboxedAccount[],
  tools: ProviderTools,
): Promise<OpenProvider> {
  if (account === undefined) throw new Error('There is no mail account to play for.');
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
    addPages: (pages) => addMailPages(pages, system, tools.places),
    resume: () => unfinished.forEach((line) => system.carry(line)),
    async close() {
      system.close();
      await door.close();
    },
  };
}
