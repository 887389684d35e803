import { Inject, Injectable } from '@nestjs/common';

import type { ChannelAccounts } from '#core/account/channel-accounts';
import { EnvelopeAcceptor } from '#core/intake/accept-envelopes';
import { type AwaitPorts, awaitRegistration } from '#core/intake/await-registration';
import type { ReceivePorts } from '#core/intake/receive-webhook';
import type { JobQueue } from '#core/queue/job-queue';
import { JOB_QUEUE } from '#queue/queue.module';

import { AccountDirectory } from '../accounts/account-directory.js';
import { TownEvents } from '../observability/town-events.js';
import { TownRegisterPorts } from './town-register-ports.js';

/** The one way in: stored by the acceptor, and for our own doors registered at once. */
@Injectable()
export class TownReceivePorts implements ReceivePorts {
  readonly accept: ReceivePorts['accept'];
  readonly awaitRegistration: ReceivePorts['awaitRegistration'];
  readonly called: ReceivePorts['called'];

  constructor(
    @Inject(AccountDirectory) readonly accounts: ChannelAccounts,
    @Inject(EnvelopeAcceptor) acceptor: EnvelopeAcceptor,
    @Inject(TownRegisterPorts) registering: AwaitPorts,
    @Inject(JOB_QUEUE) queue: JobQueue,
    @Inject(TownEvents) events: TownEvents,
  ) {
    this.accept = async (batch) => {
      const acceptance = await acceptor.accept(batch);
      const { kind: reason } = acceptance;
      if (reason !== 'stored') events.say('envelopes_not_stored', { reason });
      return acceptance;
    };
    this.called = ({ code: account }, envelopes) => {
      const carried = envelopes === 0 ? 'nothing' : 'messages';
      events.say('webhook_answered', { account, carried });
    };
    this.awaitRegistration = async (key) => {
      const registered = await awaitRegistration(registering, key);
      queue.ring('deliver');
      return registered;
    };
  }
}
