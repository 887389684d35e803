import type { ChannelAccounts, LiveAccount } from '../account/channel-accounts.js';
import type { Reception, WebhookAnswer, WebhookRequest } from '../channel/webhook.js';
import { notFound, type Problem } from '../error/problem.js';
import type { DedupeKey } from '../identity/binary-key.js';
import type { Registered } from './envelope-outcome.js';
import type { AcceptedBatch } from './envelope-rows.js';
import type { Acceptance } from './group-writer.js';

export interface ReceivePorts {
  readonly accounts: ChannelAccounts;
  readonly accept: (batch: AcceptedBatch) => Promise<Acceptance>;
  readonly awaitRegistration: (key: DedupeKey) => Promise<Registered | 'pending'>;
  /**
   * A call is answered well. One that carried no envelope is rightly so (a handshake, an event that is
   * ignored), but a provider whose calls never carry any brings nothing.
   */
  readonly called: (account: LiveAccount, envelopes: number) => void;
}

export type Received =
  | { readonly kind: 'refused'; readonly problem: Problem }
  | { readonly kind: 'answered'; readonly answer: WebhookAnswer }
  | {
      readonly kind: 'registered';
      readonly answer: WebhookAnswer;
      readonly registered: Registered | 'pending';
    };

/** The one way in for every channel that is called: verify, store, commit, and only then answer. */
export async function receiveWebhook(
  ports: ReceivePorts,
  accountCode: string,
  request: WebhookRequest,
): Promise<Received> {
  const account = ports.accounts.byCode(accountCode);
  const receive = account?.adapter.receive?.bind(account.adapter);
  if (account === null || receive === undefined) return { kind: 'refused', problem: noSuchAccount };
  const reception = await receive(request);
  switch (reception.kind) {
    case 'refused':
      return { kind: 'refused', problem: reception.problem };
    case 'answered':
      ports.called(account, 0);
      return { kind: 'answered', answer: reception.answer };
    case 'accepted':
      return store(ports, account, request, reception);
    case 'awaited':
      return storeAndAwait(ports, account, request, reception);
  }
}

async function store(
  ports: ReceivePorts,
  account: LiveAccount,
  request: WebhookRequest,
  reception: Extract<Reception, { kind: 'accepted' }>,
): Promise<Received> {
  const { envelopes, answer } = reception;
  const acceptance = await ports.accept({
    channelAccountId: account.id,
    envelopes,
    wholeRequest: envelopes.length > 1 ? request.rawBody : null,
    receivedAt: request.receivedAt,
  });
  if (acceptance.kind !== 'stored') return notStored(acceptance);
  ports.called(account, envelopes.length);
  return { kind: 'answered', answer };
}

async function storeAndAwait(
  ports: ReceivePorts,
  account: LiveAccount,
  request: WebhookRequest,
  reception: Extract<Reception, { kind: 'awaited' }>,
): Promise<Received> {
  const { envelope, answer } = reception;
  const acceptance = await ports.accept({
    channelAccountId: account.id,
    envelopes: [envelope],
    wholeRequest: null,
    receivedAt: request.receivedAt,
  });
  if (acceptance.kind !== 'stored') return notStored(acceptance);
  ports.called(account, 1);
  const registered = await ports
    .awaitRegistration(envelope.dedupeKey)
    .catch(() => 'pending' as const);
  return { kind: 'registered', registered, answer: answer(registered) };
}

/** Never 200-and-drop: the sender is told to come again. */
function notStored(acceptance: Exclude<Acceptance, { kind: 'stored' }>): Received {
  const detail =
    acceptance.kind === 'overloaded'
      ? 'Too many messages are waiting to be stored. Nothing was saved; send it again in a few seconds.'
      : 'The message could not be stored. Nothing was saved; send it again in a few seconds.';
  return { kind: 'refused', problem: { code: 'unavailable', title: 'Not stored', detail } };
}

const noSuchAccount = notFound(
  'This channel account',
  'Check the last part of the webhook address against the list of channel accounts.',
);
