import type { ChannelAccounts } from '../account/channel-accounts.js';
import type { ChannelAccountId } from '../identity/ids.js';
import { deadline } from '../time/turns.js';
import { AccountDelivery, type DeliveryPorts } from './account-delivery.js';

/** All sending of one worker: one loop an account, woken when that account has something due. */
export class OutboxDelivery {
  private readonly loops = new Map<ChannelAccountId, AccountDelivery>();

  constructor(
    private readonly ports: DeliveryPorts,
    private readonly accounts: ChannelAccounts,
  ) {}

  /** One look at the outbox: an index read whatever its size. */
  async look(): Promise<void> {
    for (const id of await this.ports.outbox.accountsWithWork(this.ports.clock.now()))
      this.loopOf(id)?.wake();
  }

  /** @param graceMs after this time the sends under way are cut off; their outcome is then unknown. */
  async drain(graceMs: number): Promise<void> {
    const loops = [...this.loops.values()];
    const finished = deadline(graceMs, () => {
      for (const loop of loops) loop.cancel();
    });
    await Promise.all(loops.map((loop) => loop.drain()));
    finished();
  }

  private loopOf(id: ChannelAccountId): AccountDelivery | null {
    const account = this.accounts.byId(id);
    if (account === 'broken' || account === 'unknown' || !account.enabled) return null;
    const known = this.loops.get(id);
    if (known?.account === account) return known;
    // Its settings changed: what the old loop has under way ends with the old ones.
    void known?.drain();
    const loop = new AccountDelivery(this.ports, account);
    this.loops.set(id, loop);
    return loop;
  }
}
