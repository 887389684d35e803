import { randomUUID } from 'node:crypto';

import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

import { type Received, type ReceivePorts, receiveWebhook } from '#core/intake/receive-webhook';
import type { Clock } from '#core/time/clock';
import { CLOCK, RECEIVE_PORTS } from '#wiring/tokens';

import { toWebhookRequest } from '../http/webhook-request.js';

const FORM = 'application/x-www-form-urlencoded';

/**
 * The channel account that citizens' own pages write to: the one that is called, and whose answers
 * wait for the registration. The pages know no channel by name.
 */
@Injectable()
export class OwnDoor {
  constructor(
    @Inject(RECEIVE_PORTS) private readonly ports: ReceivePorts,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  isOpen(): boolean {
    return this.account() !== undefined;
  }

  /** Hands the request on as it came; null when the town has switched the door off. */
  async receive(request: FastifyRequest): Promise<Received | null> {
    const account = this.account();
    if (account === undefined) return null;
    const webhook = toWebhookRequest(request, this.clock.now());
    return receiveWebhook(this.ports, account.code, webhook);
  }

  /** The same for a form with one field more: the signed link that it was sent from. */
  async receiveWith(request: FastifyRequest, fields: URLSearchParams): Promise<Received | null> {
    const account = this.account();
    if (account === undefined) return null;
    const webhook = toWebhookRequest(request, this.clock.now());
    return receiveWebhook(this.ports, account.code, {
      ...webhook,
      headers: { 'content-type': FORM },
      rawBody: Buffer.from(fields.toString(), 'utf8'),
    });
  }

  private account() {
    return this.ports.accounts
      .enabled()
      .find(
        ({ capabilities, adapter }) =>
          capabilities.awaitsRegistration && adapter.receive !== undefined,
      );
  }
}

export function freshKey(): string {
  return randomUUID();
}
