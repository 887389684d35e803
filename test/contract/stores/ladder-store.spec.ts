import { expect, it } from '@jest/globals';

import type { RefusedAnswer } from '#core/ladder/ladder-store';
import { streamKeyOf } from '#core/request/stream-key';

import {
  addAddress,
  findings,
  giveUp,
  goOn,
  NOW,
  putAnswer,
  refusedAnswer,
  refusedNow,
} from './ladder-samples.js';
import { claim, settlement } from './outbox-samples.js';
import { addRequest, later, newId, start } from './sample-rows.js';
import { onAllStores } from './store-suites.js';

onAllStores('a ladder store', ({ stores }) => {
  it('gives a refused answer with every address of the citizen and every way it has gone', async () => {
    const row = await addRequest(stores().registrations);
    const mail = await addAddress(stores(), row, 'ana@example.org');
    const answer = await refusedAnswer(stores(), row, 'opted-out');
    const [seen] = await refusedNow(stores(), giveUp);
    expect(seen).toMatchObject({
      ...{ entryId: answer.id, rung: 0, refusal: 'opted-out', requestId: row.id },
      ...{ messageId: answer.messageId, contactPointId: row.contactPointId, hasFiles: false },
      ...{ text: 'We are on it.', createdAt: answer.createdAt, asksCitizen: false },
      tried: [{ contactPointId: row.contactPointId, refusal: 'opted-out' }],
    });
    expect(seen?.to).toMatchObject({ name: 'Ana Ruiz', language: 'en' });
    expect(seen?.to.addresses).toMatchObject([
      { id: row.contactPointId, kind: 'phone', verifiedAt: null, usedAt: start, optOuts: [] },
      { id: mail, kind: 'email', verifiedAt: start, usedAt: null, undeliverable: false },
    ]);
  });

  it('goes on from an entry once, whoever looks at it', async () => {
    const row = await addRequest(stores().registrations);
    const answer = await refusedAnswer(stores(), row, 'recipient-gone');
    const decide = goOn(answer);
    const looks = await Promise.all(
      [1, 2, 3].map(() => stores().ladders.look({ now: NOW, limit: 10, decide })),
    );
    expect(looks.flat()).toHaveLength(1);
    const [next, ...others] = await stores().outbox.claim(claim({ now: NOW }));
    expect(others).toEqual([]);
    expect(next).toMatchObject({ messageId: answer.messageId, createdAt: answer.createdAt });
    expect(await findings(stores())).toEqual([]);
  });

  it('keeps nobody waiting for an answer that cannot go on', async () => {
    const faulty = await addRequest(stores().registrations);
    const row = await addRequest(stores().registrations);
    const first = await refusedAnswer(stores(), faulty, 'opted-out');
    await refusedAnswer(stores(), row, 'opted-out');
    const decide = (refused: RefusedAnswer) => {
      if (refused.entryId === first.id) throw new Error('A fault of ours.');
      return giveUp(refused);
    };
    const look = () => stores().ladders.look({ now: NOW, limit: 10, decide });
    await expect(look()).rejects.toThrow('A fault of ours.');
    const listed = await stores().requests.undelivered({ after: null, limit: 10 });
    expect(listed.map(({ number }) => number)).toEqual([row.number]);
    await expect(look()).rejects.toThrow('A fault of ours.');
  });

  it('refuses a second way on from the same entry', async () => {
    const row = await addRequest(stores().registrations);
    const answer = await refusedAnswer(stores(), row, 'opted-out');
    await stores().ladders.look({ now: NOW, limit: 10, decide: goOn(answer) });
    const twice = { ...answer, id: newId<'OutboxEntry'>(), ladder: { from: answer.id, rung: 1 } };
    const { registrations } = stores();
    const insert = registrations.transaction((transaction) => transaction.insertOutbox([twice]));
    await expect(insert).rejects.toThrow();
  });

  it('shows one message with its ways, and the last one as what became of it', async () => {
    const row = await addRequest(stores().registrations);
    const answer = await refusedAnswer(stores(), row, 'opted-out');
    await stores().ladders.look({ now: NOW, limit: 10, decide: goOn(answer) });
    const [claimed] = await stores().outbox.claim(claim({ now: NOW }));
    const sent = settlement(claimed, { state: 'sent', attemptOutcome: 'sent', providerId: 'M1' });
    await stores().outbox.settle([sent], 'one');
    const detail = await stores().requests.find(row.number);
    const items = detail?.timeline.filter(({ delivery }) => delivery !== null) ?? [];
    expect(items).toHaveLength(1);
    expect(items[0]?.delivery).toMatchObject({
      ...{ entryId: claimed?.entryId, state: 'sent', refusal: null },
      rungs: [
        { entryId: answer.id, state: 'failed', refusal: 'opted-out' },
        { entryId: claimed?.entryId, state: 'sent', refusal: null },
      ],
    });
    const named = await stores().requests.change(row.number, (transaction) =>
      transaction.findOutgoing(row.id, answer.id),
    );
    expect(named?.entryId).toBe(claimed?.entryId);
  });

  it('lists what reached nobody, until a later answer is taken or a person has seen to it', async () => {
    const rows = [
      await addRequest(stores().registrations),
      await addRequest(stores().registrations),
    ];
    for (const row of rows) await refusedAnswer(stores(), row, 'opted-out');
    await stores().ladders.look({ now: NOW, limit: 1, decide: giveUp });
    await stores().ladders.look({ now: later(6_000), limit: 10, decide: giveUp });
    const { requests, outbox } = stores();
    const [first] = await requests.undelivered({ after: null, limit: 1 });
    expect(first?.undelivered).toEqual({ refusal: 'opted-out', undeliveredAt: NOW });
    const after = first === undefined ? '' : streamKeyOf(first.id, NOW);
    const [second, ...none] = await requests.undelivered({ after, limit: 10 });
    expect(none).toEqual([]);
    expect([first?.number, second?.number].toSorted()).toEqual(
      rows.map(({ number }) => number).toSorted(),
    );
    const handled = () =>
      requests.change(first?.number ?? '', (transaction, { id }) =>
        transaction.forgetUndelivered(id),
      );
    expect([await handled(), await handled()]).toEqual([true, false]);
    const answered = rows.find(({ number }) => number === second?.number);
    if (answered === undefined) throw new Error('There is a second one.');
    await putAnswer(stores(), answered);
    const [claimed] = await outbox.claim(claim({ now: later(6_000) }));
    const meets = { requestId: answered.id, writtenAt: start };
    const sent = settlement(claimed, { state: 'sent', attemptOutcome: 'sent', providerId: 'M2' });
    await outbox.settle([{ ...sent, meets }], 'one');
    expect(await requests.undelivered({ after: null, limit: 10 })).toEqual([]);
    expect((await requests.findSummary(answered.number))?.undelivered).toBeNull();
  });

  it('lets a person’s new attempt take back the search for another way', async () => {
    const row = await addRequest(stores().registrations);
    const answer = await refusedAnswer(stores(), row, 'rejected');
    await stores().requests.change(row.number, (transaction) =>
      transaction.resend(answer.id, later(2_000)),
    );
    expect(await stores().ladders.look({ now: NOW, limit: 10, decide: giveUp })).toEqual([]);
  });

  it('takes a waiting entry out of the outbox whose address refuses', async () => {
    const row = await addRequest(stores().registrations);
    const answer = await putAnswer(stores(), row);
    await stores().requests.change(row.number, (transaction) =>
      transaction.turnAway(answer.id, 'opted-out', later(1_000)),
    );
    expect(await stores().outbox.claim(claim({ now: NOW }))).toEqual([]);
    expect(await stores().ladders.look({ now: start, limit: 10, decide: giveUp })).toEqual([]);
    expect(await stores().ladders.look({ now: NOW, limit: 10, decide: giveUp })).toHaveLength(1);
  });
});
