import type { FastifyInstance } from 'fastify';

import { errorCodeOf } from '#core/error/error-code';

import { FaultBoard } from './fault-board.js';
import { Ledger } from './ledger.js';
import { mailProvider } from './mail/mail-provider.js';
import type { SandboxOrder } from './order.js';
import type { OpenProvider, Provider } from './provider.js';
import { TownDoor } from './town-door.js';
import { twilioProvider } from './twilio/twilio-provider.js';
import { placesOf } from './web/places.js';
import { webServer } from './web/web-server.js';
import { whatsAppProvider } from './whatsapp/whatsapp-provider.js';

/** Every provider that the sandbox can play. */
const providers: readonly Provider[] = [mailProvider, twilioProvider, whatsAppProvider];

export interface OpenSandbox {
  readonly url: string;
  close(): Promise<void>;
}

export type SandboxOpening =
  | { readonly kind: 'open'; readonly sandbox: OpenSandbox }
  /** The sentence says what is in the way and how to go round it. */
  | { readonly kind: 'failed'; readonly sentence: string };

/** Opens the ledger, the providers of the accounts in the order, and the pages. */
export async function openSandbox(order: SandboxOrder): Promise<SandboxOpening> {
  const ledger = await Ledger.open(order.folder);
  const door = new TownDoor(order.townUrl);
  const opened: OpenProvider[] = [];
  const closings = [() => ledger.close()];
  const close = async () => {
    door.close();
    for (const closing of closings.toReversed()) await closing();
  };
  try {
    const played = playedProviders(order);
    const shown = played.map(({ provider }) => provider);
    const faults = new FaultBoard();
    const tools = { ledger, door, faults, smtpPort: order.smtpPort, places: placesOf(shown) };
    const pages = await webServer(shown, faults);
    closings.push(() => pages.close());
    for (const { provider, accounts } of played) {
      const open = await provider.open(accounts, tools);
      closings.push(() => open.close());
      opened.push(open);
      await pages.register(scoped(open), { prefix: `/${provider.code}` });
    }
    const url = await pages.listen({ host: '127.0.0.1', port: order.port });
    for (const provider of opened) provider.resume();
    return { kind: 'open', sandbox: { url, close } };
  } catch (error) {
    await close();
    return { kind: 'failed', sentence: sentenceOf(error, order) };
  }
}

function playedProviders({ accounts }: SandboxOrder) {
  return providers.flatMap((provider) => {
    const served = accounts.filter(({ channel }) => provider.channels.includes(channel));
    return served.length === 0 ? [] : [{ provider, accounts: served }];
  });
}

function scoped(provider: OpenProvider) {
  return (pages: FastifyInstance) => {
    provider.addPages(pages);
    return Promise.resolve();
  };
}

function sentenceOf(error: unknown, order: SandboxOrder): string {
  const code = errorCodeOf(error);
  if (code !== 'EADDRINUSE' && code !== 'EACCES') {
    return `The sandbox could not be opened (${code}). The town works without it.`;
  }
  const port = Object(error) as { readonly port?: number };
  const name =
    port.port === order.smtpPort ? 'TOWNLINE_SANDBOX_SMTP_PORT' : 'TOWNLINE_SANDBOX_PORT';
  const taken = code === 'EADDRINUSE' ? 'is in use' : 'may not be used';
  return `Port ${port.port ?? '?'} ${taken}, so there is no sandbox; set ${name} to a free one. The town works without it.`;
}
