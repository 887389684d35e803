import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import { eventually } from '../../support/eventually.js';
import {
  accountSid,
  citizenNumber,
  messagingServiceSid,
  RunningPhone,
  townNumber,
} from '../../support/sms-twilio/running-phone.js';

jest.setTimeout(60_000);

const callback = '/webhooks/sms?entry=1';
let phone: RunningPhone;

beforeEach(async () => {
  phone = await RunningPhone.open();
});
afterEach(() => phone.remove());

describe('What the town sends', () => {
  it.each([
    ['no number', 21211, { to: '12' }],
    ['no words', 21602, { body: '' }],
    ['too many words', 21617, { body: 'x'.repeat(1_601) }],
    ['a sender of somebody else', 21606, { from: '+19195550199' }],
    ['an unknown service', 21701, { messagingServiceSid: `MG${'f'.repeat(32)}` }],
    ['a picture from nowhere', 21620, { mediaUrl: ['ftp://x'] }],
    ['a callback to nowhere', 21609, { statusCallback: 'nowhere' }],
  ])('is refused with the number of what is wrong: %s is %i', async (_what, code, wrong) => {
    const refused = phone.client().messages.create(answer(wrong));
    await expect(refused).rejects.toMatchObject({
      ...{ status: 400, code, moreInfo: `https://www.twilio.com/docs/errors/${code}` },
    });
    expect(await phone.ledger('accepted')).toEqual([]);
    expect(await phone.ledger('refused')).toMatchObject([{ facts: { code, httpStatus: 400 } }]);
  });

  it('is refused without the right token, and elsewhere there is nothing', async () => {
    const stranger = phone.client('f'.repeat(32)).messages.create(answer());
    await expect(stranger).rejects.toMatchObject({ status: 401, code: 20003 });
    const nothing = phone
      .client()
      .messages(`SM${'f'.repeat(32)}`)
      .fetch();
    await expect(nothing).rejects.toMatchObject({ status: 404, code: 20404 });
  });

  it('lies in the ledger with the hash of its words before anybody is told', async () => {
    await phone.client().messages.create(answer({ body: 'A crew comes.' }));
    expect(await phone.ledger('accepted')).toMatchObject([
      {
        facts: {
          ...{ to: citizenNumber, direction: 'outbound-api' },
          bodyHash: 'a9d6e00827d64eb1fcd374a4f1dd5ea30bd084dc50f49df3fe929023e08c2263',
        },
      },
    ]);
  });

  it('is reported from state to state, never the first one, signed for the whole address', async () => {
    const statusCallback = `${phone.town.url}${callback}`;
    const { sid } = await phone.client().messages.create(answer({ statusCallback }));
    await eventually(() => expect(statuses()).toEqual(['sent', 'delivered']));
    expect(phone.town.at(callback)[0]).toMatchObject({
      ...{ MessageSid: sid, SmsSid: sid, AccountSid: accountSid, To: citizenNumber },
    });
    expect(phone.town.forged).toBe(0);
  });

  it('goes through a messaging service, which assigns the number later', async () => {
    const statusCallback = `${phone.town.url}${callback}`;
    const order = { to: citizenNumber, body: 'Thank you.', messagingServiceSid, statusCallback };
    const created = await phone.client().messages.create(order);
    expect(created).toMatchObject({ status: 'accepted', from: null, numSegments: '0' });
    await eventually(() => expect(statuses()).toEqual(['queued', 'sent', 'delivered']));
  });

  it.each([
    ['carrier-30005', ['sent', 'undelivered']],
    ['statuses-reversed', ['delivered', 'sent']],
    ['statuses-twice', ['sent', 'sent', 'delivered', 'delivered']],
  ])('goes wrong as told: %s reports %j', async (fault, expected) => {
    await phone.misbehave(fault);
    const statusCallback = `${phone.town.url}${callback}`;
    const { sid } = await phone.client().messages.create(answer({ statusCallback }));
    await eventually(() => expect(statuses()).toEqual(expected));
    const { errorCode } = await phone.client().messages(sid).fetch();
    expect(errorCode).toBe(fault.startsWith('carrier') ? 30005 : null);
    expect(await phone.ledger('misbehaved')).toMatchObject([{ facts: { fault } }]);
  });

  it.each([
    ['rate-limited', 429, 0],
    ['error-before', 503, 0],
    ['credentials', 401, 0],
    ['unverified', 400, 0],
    ['landline', 400, 0],
    ['error-after', 500, 1],
  ])('is answered as told: %s is %i and leaves %i texts', async (fault, status, texts) => {
    await phone.misbehave(fault);
    const refused = phone.client().messages.create(answer());
    await expect(refused).rejects.toMatchObject({ status });
    expect(await phone.ledger('accepted')).toHaveLength(texts);
    await phone.client().messages.create(answer());
    expect(await phone.ledger('accepted')).toHaveLength(texts + 1);
  });

  it('is told when to come again only where that is asked for', async () => {
    const body = new URLSearchParams({ To: citizenNumber, From: townNumber, Body: 'x' });
    for (const [fault, expected] of [
      ['rate-limited', null],
      ['rate-limited-later', '2'],
    ] as const) {
      await phone.misbehave(fault);
      const answered = await phone.request('/Messages.json', { method: 'POST', body });
      expect([answered.status, answered.headers.get('retry-after')]).toEqual([429, expected]);
    }
  });

  it('is accepted and never answered when told so', async () => {
    await phone.misbehave('withhold');
    await expect(phone.client().messages.create(answer())).rejects.toThrow(/timeout/);
    expect(await phone.ledger('accepted')).toHaveLength(1);
    expect(await phone.client().messages.list({ to: citizenNumber })).toHaveLength(1);
  });

  function statuses() {
    return phone.town.at(callback).map((fields) => fields['MessageStatus']);
  }
});

function answer(given: object = {}) {
  return { to: citizenNumber, from: townNumber, body: 'Thank you.', ...given };
}
