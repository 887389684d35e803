import { createHash } from 'node:crypto';

import { expect, it } from '@jest/globals';

import type { EnvelopeId } from '#core/identity/ids';
import type { RequestSummary } from '#core/request/request-store';
import { HOUR } from '#core/time/instant';

import { addMany, close } from './request-samples.js';
import {
  addRequest,
  audit,
  later,
  message,
  newId,
  outboxEntry,
  staff,
  start,
} from './sample-rows.js';
import { onAllStores } from './store-suites.js';

onAllStores('a request store', ({ stores }) => {
  it('pages through a thousand open requests in the order of their deadlines, each once', async () => {
    await addMany(stores(), 1_000);
    const seen: RequestSummary[] = [];
    let after: string | null = null;
    do {
      const page = await stores().requests.stream({ open: true, after, limit: 70 });
      seen.push(...page);
      after = page.length === 70 ? (page.at(-1)?.streamKey ?? null) : null;
    } while (after !== null);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(1_000);
    const deadlines = seen.map(({ nextDeadlineAt }) => nextDeadlineAt ?? Number.MAX_SAFE_INTEGER);
    expect(deadlines).toEqual(deadlines.toSorted((one, other) => one - other));
    expect(seen.at(-1)?.nextDeadlineAt).toBeNull();
  }, 60_000);

  it('shows one request with everything that belongs to it', async () => {
    const row = await addRequest(stores().registrations);
    const inbound = message(row.id, {
      direction: 'inbound',
      staffId: null,
      contactPointId: row.contactPointId,
      envelopeId: 5 as EnvelopeId,
      text: 'Es brennt 🔥 “ñandú” \u2028',
    });
    const attached = {
      id: newId<'Attachment'>(),
      messageId: inbound.id,
      channelAccountId: row.channelAccountId,
      reference: 'media/1',
      filename: 'foto ñ.jpg',
      contentType: 'image/jpeg',
      createdAt: start,
    };
    const acknowledgement = outboxEntry(row.id, { createdAt: later(1) });
    await stores().registrations.transaction(async (transaction) => {
      await transaction.insertMessages([inbound]);
      await transaction.insertAttachments([attached]);
      await transaction.insertOutbox([acknowledgement]);
    });
    const detail = await stores().requests.find(row.number);
    expect(detail).toMatchObject({ id: row.id, subject: row.subject, channelRef: 'thread-1' });
    expect(detail?.contact.displayName).toBe('Ana Ruiz');
    expect(detail?.contact.points).toMatchObject([{ kind: 'phone', verified: false }]);
    expect(detail?.clocks).toMatchObject([{ kind: 'first_response', state: 'running' }]);
    expect(detail?.timeline.map(({ id, text }) => [id, text])).toEqual([
      [inbound.id, inbound.text],
      [acknowledgement.id, acknowledgement.body],
    ]);
    expect(detail?.timeline[0]?.attachments).toMatchObject([
      { filename: 'foto ñ.jpg', state: 'pending' },
    ]);
    expect(detail?.timeline[1]).toMatchObject({ automatic: true, delivery: { state: 'waiting' } });
    expect((await stores().requests.findById(row.id))?.number).toBe(row.number);
    expect(await stores().requests.find('FM26-999999-9')).toBeNull();
  });

  it('locks a request for a change and tells the newest message of the citizen', async () => {
    const row = await addRequest(stores().registrations);
    const written = [7, 9, 8].map((envelopeId) =>
      message(row.id, {
        direction: 'inbound',
        staffId: null,
        contactPointId: row.contactPointId,
        envelopeId: envelopeId as EnvelopeId,
      }),
    );
    await stores().registrations.transaction((transaction) =>
      transaction.insertMessages(
        written.toSorted((one, other) => Number(one.envelopeId) - Number(other.envelopeId)),
      ),
    );
    const locked = await stores().requests.change(row.number, (_, found) => Promise.resolve(found));
    expect(locked).toMatchObject({ id: row.id, status: 'new', nextDeadlineAt: row.nextDeadlineAt });
    expect(await stores().requests.change('FM26-999999-9', () => Promise.resolve(1))).toBeNull();
  });

  it('keeps nothing of a change that fails', async () => {
    const row = await addRequest(stores().registrations);
    const failing = stores().requests.change(row.number, async (transaction) => {
      await transaction.insertMessage(message(row.id));
      await transaction.insertAudit(audit(`request:${row.id}`));
      throw new Error('fails on purpose');
    });
    await expect(failing).rejects.toThrow('fails on purpose');
    const detail = await stores().requests.find(row.number);
    expect([detail?.timeline.length, detail?.messageCount]).toEqual([0, 0]);
  });

  it('closes with a reason and a sentence and takes the request out of the stream', async () => {
    const row = await addRequest(stores().registrations);
    await close(stores(), row.number, row.id, later(HOUR));
    const summary = await stores().requests.findSummary(row.number);
    expect(summary).toMatchObject({
      status: 'resolved',
      closeReason: 'work_done',
      closeSentence: 'The light was mended.',
      closedAt: later(HOUR),
      streamKey: null,
    });
  });

  it('shows nothing of what the town told its own people about a request', async () => {
    const row = await addRequest(stores().registrations);
    const told = [
      outboxEntry(row.id, { kind: 'emergency-page', body: 'Take it: /page/secret' }),
      outboxEntry(row.id, { kind: 'alert', body: 'It is late.' }),
      outboxEntry(row.id, { kind: 'acknowledgement' }),
    ];
    await stores().registrations.transaction((transaction) => transaction.insertOutbox(told));
    const detail = await stores().requests.find(row.number);
    expect(detail?.timeline.map(({ id }) => id)).toEqual([told[2]?.id]);
    const found = await stores().requests.change(row.number, (transaction) =>
      transaction.findOutgoing(row.id, told[0]?.id ?? newId<'OutboxEntry'>()),
    );
    expect(found).toBeNull();
  });

  it('withdraws what waits, resends what failed, and nothing else', async () => {
    const row = await addRequest(stores().registrations);
    const entry = outboxEntry(row.id);
    const act = (what: 'resend' | 'withdraw') =>
      stores().requests.change(row.number, (transaction) =>
        what === 'resend' ? transaction.resend(entry.id, later(5)) : transaction.withdraw(entry.id),
      );
    await stores().registrations.transaction((transaction) => transaction.insertOutbox([entry]));
    expect(await act('resend')).toBe(false);
    expect(await act('withdraw')).toBe(true);
    expect(await act('withdraw')).toBe(false);
    const state = await stores().requests.change(row.number, (transaction) =>
      transaction.findOutgoing(row.id, entry.id),
    );
    expect(state).toMatchObject({ entryId: entry.id, state: 'withdrawn', attempts: 0 });
  });

  it('remembers an answer by staff member and exact key', async () => {
    const row = await addRequest(stores().registrations);
    const questionSha256 = createHash('sha256').update('question').digest();
    const other = newId<'Staff'>();
    await stores().requests.change(row.number, (transaction) =>
      transaction.rememberAnswer({
        staffId: staff,
        key: 'Key',
        questionSha256,
        answer: '{"a":1}',
        at: start,
      }),
    );
    const recall = (staffId: typeof staff, key: string) =>
      stores().requests.change(row.number, (transaction) => transaction.recallAnswer(staffId, key));
    expect(await recall(staff, 'Key')).toMatchObject({ answer: '{"a":1}', questionSha256 });
    for (const key of ['key', 'Key ', 'Kéy']) expect(await recall(staff, key)).toBeNull();
    expect(await recall(other, 'Key')).toBeNull();
  });

  it('does the same thing under the same key once, however many ask at the same moment', async () => {
    const row = await addRequest(stores().registrations);
    const questionSha256 = Buffer.alloc(32, 1);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        stores().requests.change(row.number, async (transaction) => {
          const earlier = await transaction.recallAnswer(staff, 'once');
          if (earlier !== null) return earlier.answer;
          const written = message(row.id);
          await transaction.insertMessage(written);
          await transaction.rememberAnswer({
            ...{ staffId: staff, key: 'once', questionSha256, answer: written.id, at: start },
          });
          return written.id;
        }),
      ),
    );
    expect(new Set(answers).size).toBe(1);
    expect((await stores().requests.find(row.number))?.timeline).toHaveLength(1);
  });
});
