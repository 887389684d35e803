import { setTimeout as pause } from 'node:timers/promises';

import { afterEach, describe, expect, it } from '@jest/globals';

import { poll } from '#channels/email/poll';
import { watch } from '#channels/email/watch';

import type { IncomingAccount } from '../../support/email/incoming-account.js';
import { mailboxSuite, polledSubjects } from '../../support/email/mailbox-suite.js';
import { eventually } from '../../support/eventually.js';

const goOn = new AbortController().signal;
const patient = { askEveryMs: 60_000, answerWithinMs: 5_000, openAgainAfterMs: 60_000 };

describe('Watching mailboxes', () => {
  const suite = mailboxSuite();
  const stops: AbortController[] = [];
  afterEach(() => stops.splice(0).forEach((stop) => stop.abort()));

  /** Watches, and waits until the server listens. */
  const startWatching = async (account: IncomingAccount, times = patient) => {
    const stop = new AbortController();
    stops.push(stop);
    let rings = 0;
    let rung = (): void => undefined;
    const idling = new Promise<void>((resolve) =>
      suite.proxy.beforeClientData((sent) => {
        if (sent.includes('IDLE')) resolve();
        return Promise.resolve();
      }),
    );
    const ring = () => {
      rings += 1;
      rung();
    };
    const ended = watch(account, ring, stop.signal, times);
    ended.catch(() => undefined);
    await Promise.race([idling, ended]);
    await pause(100);
    const nextRing = () => new Promise<void>((resolve) => (rung = resolve));
    return { ended, stop, rings: () => rings, nextRing };
  };

  it('rings once when it begins, for what came while nobody listened', async () => {
    const watching = await startWatching(suite.account());
    expect(watching.rings()).toBe(1);
  });

  it('brings new mail at once, without a poll of its own', async () => {
    const account = suite.account();
    const { cursor } = await poll(account, null, goOn);
    const { nextRing } = await startWatching(account);
    const rung = nextRing();
    await suite.deliver('Hydrant open');
    await rung;
    const polled = await poll(account, cursor, goOn);
    expect(polledSubjects(polled)).toEqual(['Hydrant open']);
  });

  it('hears every mailbox, also beside one that is not there', async () => {
    const person = await suite.person();
    await person.mailboxCreate('Parks');
    const account = suite.account({ mailboxes: ['Missing', 'INBOX', 'Parks'] });
    const { rings, nextRing, stop, ended } = await startWatching(account);
    await eventually(() => expect(rings()).toBe(2));
    await pause(200);
    const rung = nextRing();
    await person.append('Parks', 'Subject: Bench\r\n\r\nbroken');
    await rung;
    stop.abort();
    await expect(ended).resolves.toBeUndefined();
  });

  it('ends when it is told to, and leaves no connection', async () => {
    const { stop, ended } = await startWatching(suite.account());
    stop.abort();
    await expect(ended).resolves.toBeUndefined();
    await expect(
      watch(suite.account(), () => undefined, AbortSignal.abort()),
    ).resolves.toBeUndefined();
  });

  it('notices that the link died without a sound (F49), and polling works over a new one', async () => {
    const times = { askEveryMs: 300, answerWithinMs: 500, openAgainAfterMs: 1_000 };
    const account = suite.account();
    const { cursor } = await poll(account, null, goOn);
    const { ended } = await startWatching(account, times);
    suite.proxy.goSilent();
    await expect(ended).rejects.toMatchObject({ code: 'EMAIL_MAILBOXES_UNAVAILABLE' });
    suite.proxy.recover();
    await suite.deliver('Came in the silence');
    const { rings } = await startWatching(suite.account(), times);
    expect(rings()).toBeGreaterThan(0);
    expect(polledSubjects(await poll(suite.account(), cursor, goOn))).toEqual([
      'Came in the silence',
    ]);
  });

  it('stays while the server answers, whatever the hour', async () => {
    const times = { askEveryMs: 100, answerWithinMs: 2_000, openAgainAfterMs: 1_000 };
    const { ended, nextRing } = await startWatching(suite.account(), times);
    await Promise.race([ended, pause(1_000)]);
    const rung = nextRing();
    await suite.deliver('After many renewals');
    await rung;
  });

  it('ends with an error when the server goes, for the caller to open it again', async () => {
    const { ended } = await startWatching(suite.account());
    await suite.dovecot.kill();
    await expect(ended).rejects.toMatchObject({ code: 'EMAIL_MAILBOXES_UNAVAILABLE' });
    await suite.dovecot.restart();
  });
});
