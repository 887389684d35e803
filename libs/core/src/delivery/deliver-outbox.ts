import type { ChannelAccounts } from '../account/channel-accounts.js';
import type { ChannelAccountId } from '../identity/ids.js';
import { deadline } from '../time/turns.js';
import { AccountDelivery, type DeliveryPorts } from './account-delivery.js';

/** All sending of one worker: one loop an account, woken when that account has something due. */
export class OutboxDelivery {
  private readonly loops = new Map<ChannelAccountId, AccountDelivery>();
  /** Loops with the settings of before, until what they have under way has ended. */
  private readonly ending = new Set<AccountDelivery>();

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
    const loops = [...this.loops.values(), ...this.ending];
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
    if (known !== undefined) this.end(known);
    const loop = new AccountDelivery(this.ports, account);
    this.loops.set(id, loop);
    return loop;
  }

  /** Its settings changed: what it has under way ends with the old ones. */
  private end(loop: AccountDelivery): void {
    this.ending.add(loop);
    void loop.drain().then(() => this.ending.delete(loop));
  }
}
