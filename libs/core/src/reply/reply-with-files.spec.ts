import { describe, expect, it } from '@jest/globals';

import { FakeAccounts } from '../../../../test/support/fakes/fake-accounts.js';
import { fakeAccount, fakeCapabilities } from '../../../../test/support/fakes/fake-channel.js';
import { fakeStaffId, MemoryTown } from '../../../../test/support/fakes/memory-town.js';
import { MAX_OUTGOING_BYTES, type OutgoingFile } from './outgoing-files.js';
import { replyToRequest } from './reply-to-request.js';

const capabilities = { ...fakeCapabilities, attachments: { inbound: true, outbound: true } };
const plan = file('plan.pdf', Buffer.from('the plan'));

function file(filename: string, bytes: Buffer): OutgoingFile {
  return { filename, contentType: 'application/pdf', bytes };
}

async function asked(carries = true) {
  const town = carries
    ? new MemoryTown(new FakeAccounts(fakeAccount({ capabilities })))
    : new MemoryTown();
  const { number } = await town.receive();
  const reply = (attachments: readonly OutgoingFile[], key: string | null = null) =>
    replyToRequest(
      town.staffPorts,
      { staffId: fakeStaffId, number, idempotencyKey: key },
      { text: 'See the plan.', seenUpTo: null, holdSeconds: 0, attachments },
    );
  const storedFiles = async () => {
    const names: string[] = [];
    for await (const { sha256 } of town.files.list()) names.push(sha256);
    return names.length;
  };
  return { town, reply, storedFiles };
}

describe('a reply with files', () => {
  it('keeps their bytes and names them on its message', async () => {
    const { town, reply, storedFiles } = await asked();
    const taken = await reply([plan, file('../../etc/passwd\r\nX: y', Buffer.from('b'))]);
    if (!taken.ok) throw new Error(taken.problem.detail);
    const rows = await town.attachments.ofOutgoing(taken.value.messageId);
    expect(rows.map(({ filename }) => filename)).toEqual(['plan.pdf', 'passwdX_ y']);
    expect(await town.files.read(rows[0]?.sha256 ?? Buffer.alloc(32))).toEqual(plan.bytes);
    expect(await storedFiles()).toBe(2);
  });

  it('is refused where the channel carries none, with what to do, and keeps nothing', async () => {
    const { town, reply, storedFiles } = await asked(false);
    const refused = await reply([plan]);
    expect(refused).toMatchObject({
      ok: false,
      problem: { code: 'invalid-input', faults: [{ field: 'attachments' }] },
    });
    expect(JSON.stringify(refused)).toContain('say in the text');
    expect(await storedFiles()).toBe(0);
    expect(town.database.outbox.all().filter(({ kind }) => kind === 'reply')).toEqual([]);
  });

  it('names the file with which they become too large', async () => {
    const { reply, storedFiles } = await asked();
    const refused = await reply([plan, file('big.pdf', Buffer.alloc(MAX_OUTGOING_BYTES))]);
    expect(refused).toMatchObject({
      problem: { faults: [{ field: 'attachments.1.content' }] },
    });
    expect(await storedFiles()).toBe(0);
    expect((await reply([file('fits.pdf', Buffer.alloc(MAX_OUTGOING_BYTES))])).ok).toBe(true);
  });

  it('is one answer under one key, and another one with other bytes', async () => {
    const { reply } = await asked();
    const first = await reply([plan], 'key');
    expect(await reply([plan], 'key')).toEqual(first);
    expect(await reply([file('plan.pdf', Buffer.from('another'))], 'key')).toMatchObject({
      problem: { code: 'idempotency-key-reused' },
    });
  });
});
