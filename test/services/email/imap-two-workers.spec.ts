import { expect, it } from '@jest/globals';

import { onDatabases } from '../../contract/stores/store-suites.js';
import { mailboxSuite } from '../../support/email/mailbox-suite.js';
import { mailboxTown } from '../../support/email/mailbox-town.js';

onDatabases('Two workers on one mailbox (F47)', ({ stores }) => {
  const suite = mailboxSuite();

  it('keep every mail once when they poll at the same time', async () => {
    const town = mailboxTown(stores());
    const [one, other] = [suite.account(), suite.account()];
    await town.round(one);
    const sent = Array.from({ length: 12 }, (_, index) => `No. ${index + 1}`);
    await suite.deliver(...sent.slice(0, 6));
    await Promise.all([town.round(one), town.round(other)]);
    await suite.deliver(...sent.slice(6));
    await Promise.all([town.round(other), town.round(one)]);
    expect(await town.kept()).toEqual(sent);
  });

  it('keep every mail once when one of them is frozen between reading and committing', async () => {
    const town = mailboxTown(stores());
    const [frozen, awake] = [suite.account(), suite.account()];
    await town.round(awake);
    await suite.deliver('One', 'Two');
    let thaw = (): void => undefined;
    const frost = new Promise<void>((resolve) => (thaw = resolve));
    let isFrozen = (): void => undefined;
    const froze = new Promise<void>((resolve) => (isFrozen = resolve));
    const late = town.round(frozen, () => {
      isFrozen();
      return frost;
    });
    await froze;
    await suite.deliver('Three');
    await town.round(awake);
    thaw();
    await late;
    await suite.deliver('Four');
    await town.round(awake);
    expect(await town.kept()).toEqual(['One', 'Two', 'Three', 'Four']);
  });

  it('both move what was kept, and neither stumbles over what the other has moved', async () => {
    const person = await suite.person();
    await person.mailboxCreate('Done');
    const moving = { afterwards: { kind: 'move', mailbox: 'Done' } };
    const [one, other] = [suite.account(moving), suite.account(moving)];
    const town = mailboxTown(stores());
    await town.round(one);
    await suite.deliver('One', 'Two', 'Three');
    await Promise.all([town.round(one), town.round(other)]);
    await town.round(other);
    expect(await town.kept()).toEqual(['One', 'Two', 'Three']);
    expect(await person.status('INBOX', { messages: true })).toMatchObject({ messages: 0 });
    // Two moves at the same moment may both copy: servers do not lock a mailbox for a MOVE.
    await person.mailboxOpen('Done');
    const moved = await person.fetchAll('1:*', { envelope: true });
    const names = new Set(moved.map(({ envelope }) => envelope?.subject));
    expect(names).toEqual(new Set(['One', 'Two', 'Three']));
  });
});
