import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { newLoopbackSecret } from '../support/loopback-events.js';
import { RunningTown } from '../support/running-town.js';
import { StaffClient, until, writeFrom } from '../support/town-client.js';

describe('Sending', () => {
  const secret = newLoopbackSecret();
  let town: RunningTown;
  let staff: StaffClient;

  beforeAll(async () => {
    town = await RunningTown.found();
    staff = new StaffClient(town);
    const failures = [
      { recipientPrefix: 'unknown:', outcome: 'unknown' },
      { recipientPrefix: 'shaky:', outcome: 'transient', attempts: 2 },
      { recipientPrefix: 'refusing:', outcome: 'rejected' },
    ];
    await staff.addLoopback({ failures }, secret);
  });
  afterAll(() => town.remove());

  const requestFrom = async (from: string) => {
    const text = `Written by ${from}.`;
    expect(await writeFrom(town, secret, { id: from, from, text })).toBe(200);
    const stream = await until(
      () => staff.stream(),
      (requests) => requests.some(({ subject }) => subject === text),
    );
    return stream.find(({ subject }) => subject === text)?.number ?? '';
  };
  const deliveryOf = async (number: string, words: string) =>
    (await staff.request(number)).timeline.find(({ text }) => text === words)?.delivery ?? null;

  it('looks up what nobody confirmed and sends it no second time', async () => {
    const number = await requestFrom('unknown:ana');
    await staff.reply(number, { text: 'Was this sent?' });
    const delivery = await until(
      () => deliveryOf(number, 'Was this sent?'),
      (found) => found?.state === 'sent',
    );
    expect(delivery?.attempts).toBe(1);
    expect((await staff.request(number)).nextDeadlineAt).toBeNull();
  });

  it('tries again after a passing failure', async () => {
    const number = await requestFrom('shaky:bea');
    await staff.reply(number, { text: 'Third time lucky.' });
    const delivery = await until(
      () => deliveryOf(number, 'Third time lucky.'),
      (found) => found?.state === 'sent',
    );
    expect(delivery?.attempts).toBe(3);
  });

  it('shows a refused message as failed, and sends it again when a person says so', async () => {
    const number = await requestFrom('refusing:carl');
    await staff.reply(number, { text: 'Not wanted.' });
    await until(
      () => deliveryOf(number, 'Not wanted.'),
      (found) => found?.state === 'failed',
    );
    const item = (await staff.request(number)).timeline.find(({ text }) => text === 'Not wanted.');
    const resent = await staff.call(
      'POST',
      `/requests/${number}/messages/${item?.id ?? ''}/resend`,
    );
    expect(resent.status).toBe(200);
    const delivery = await until(
      () => deliveryOf(number, 'Not wanted.'),
      (found) => found?.state === 'failed' && found.attempts === 2,
    );
    expect(delivery?.attempts).toBe(2);
  });

  it('keeps the order of one sender and makes one request of a burst', async () => {
    const count = 10;
    const texts = Array.from({ length: count }, (_, index) => `Burst ${index}.`);
    for (const [index, text] of texts.entries()) {
      await writeFrom(town, secret, { id: `burst-${index}`, from: 'burst', text });
    }
    const stream = await until(
      () => staff.stream(),
      (requests) =>
        requests.some(
          ({ subject, messageCount }) => subject === 'Burst 0.' && messageCount >= count,
        ),
    );
    const bursts = stream.filter(({ subject }) => subject.startsWith('Burst'));
    expect(bursts).toHaveLength(1);
    const { timeline } = await staff.request(bursts[0]?.number ?? '');
    const inbound = timeline.filter(({ direction }) => direction === 'inbound');
    expect(inbound.map(({ text }) => text)).toEqual(texts);
  });

  it('takes a repeated event without a second effect', async () => {
    const event = { id: 'repeated', from: 'repeater', text: 'Once only.' };
    for (let count = 0; count < 3; count += 1) await writeFrom(town, secret, event);
    const stream = await until(
      () => staff.stream(),
      (requests) => requests.some(({ subject }) => subject === event.text),
    );
    const [request] = stream.filter(({ subject }) => subject === event.text);
    expect(request?.messageCount).toBe(1);
  });

  it('stays true to the ledger', async () => {
    expect((await staff.call('GET', '/ledger')).body).toMatchObject({ clean: true, findings: [] });
  });
});
