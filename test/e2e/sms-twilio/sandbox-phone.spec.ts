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

const webhook = '/webhooks/sms';
const png = new Blob([Buffer.from('89504e470d0a1a0a', 'hex')], { type: 'image/png' });

let phone: RunningPhone;

beforeEach(async () => {
  phone = await RunningPhone.open();
});
afterEach(() => phone.remove());

describe('The phone of the sandbox', () => {
  it('brings a text to the town as a signed form with what the provider documents', async () => {
    const page = await phone.text('Pothole on Élm & Main 🕳️');
    expect(page).toContain('The town has it.');
    const [form] = phone.town.taken;
    expect(phone.town.forged).toBe(0);
    expect(form).toMatchObject({
      path: webhook,
      headers: {
        'i-twilio-idempotency-token': expect.stringMatching(/^[0-9a-f-]{36}$/),
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
      },
      fields: {
        ...{ AccountSid: accountSid, From: citizenNumber, To: townNumber, NumMedia: '0' },
        ...{ MessageSid: expect.stringMatching(/^SM[0-9a-f]{32}$/), SmsStatus: 'received' },
        ...{ Body: 'Pothole on Élm & Main 🕳️', NumSegments: '1', ApiVersion: '2010-04-01' },
        ...{ FromCity: 'CARY', FromState: 'NC', MessagingServiceSid: messagingServiceSid },
      },
    });
    expect(form?.fields).not.toHaveProperty('OptOutType');
    expect(form?.fields['SmsSid']).toBe(form?.fields['MessageSid']);
  });

  it('shows the answer of the town, its segments and how it stands, and says that it is a sandbox', async () => {
    await phone.client().messages.create(answer({ body: 'A crew comes on Tuesday.' }));
    await eventually(async () => {
      const page = await phone.page('/twilio/conversations/19195550101');
      expect(page).toContain('A crew comes on Tuesday.');
      expect(page).toContain('Delivered, 1 segment');
      expect(page).toContain('This is a sandbox.');
    });
    expect(await phone.page('/')).toContain('href="/twilio"');
    expect(await phone.page('/twilio')).toContain('href="/twilio/conversations/19195550101"');
  });

  it('keeps what was typed when something is missing, and takes numbers as people write them', async () => {
    expect(await phone.text('', '919 555 0102')).toContain('Write a text, or choose a picture.');
    expect(await phone.text('Hello', '12')).toContain('Write a phone number such as');
    expect(phone.town.taken).toEqual([]);
    await phone.text('Hello', '(919) 555-0102');
    expect(phone.town.at(webhook)).toMatchObject([{ From: '+19195550102' }]);
  });

  it('keeps pictures behind the password, and their bytes behind an address that takes none', async () => {
    const page = await phone.text('', citizenNumber, png);
    const [fields = {}] = phone.town.at(webhook);
    expect(fields).toMatchObject({ NumMedia: '1', MediaContentType0: 'image/png', Body: '' });
    const url = fields['MediaUrl0'] ?? '';
    const path = url.slice(url.indexOf('/Messages'));
    expect((await fetch(url, { redirect: 'manual' })).status).toBe(401);
    const redirect = await phone.request(path);
    expect(redirect.status).toBe(307);
    const place = redirect.headers.get('location') ?? '';
    const authorization = 'Basic eDp5';
    expect((await fetch(place, { headers: { authorization } })).status).toBe(400);
    expect((await fetch(place.replace(/signature=./, 'signature=-'))).status).toBe(403);
    const bytes = await fetch(place);
    expect(bytes.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await bytes.arrayBuffer()).toString('hex')).toBe('89504e470d0a1a0a');
    expect(page).toMatch(/<img src="\/twilio\/pictures\/[^"]+" alt="/);
    await phone.misbehave('media-404');
    expect((await phone.request(path)).status).toBe(404);
    expect((await phone.request(path)).status).toBe(307);
  });

  it('forgets nothing when it is started again: texts, pictures, opt-outs and states', async () => {
    await phone.text('STOP', '+19195550103');
    await phone.text('Before', citizenNumber, png);
    const { sid } = await phone.client().messages.create(answer({ body: 'Still on its way.' }));
    const before = await phone.client().messages.list();
    await phone.stop();
    await phone.start();
    const after = await phone.client().messages.list();
    expect(after.map((message) => message.sid)).toEqual(before.map((message) => message.sid));
    const refused = phone.client().messages.create(answer({ to: '+19195550103' }));
    await expect(refused).rejects.toMatchObject({ code: 21610 });
    await eventually(async () => {
      expect((await phone.client().messages(sid).fetch()).status).toBe('delivered');
    });
    expect(phone.town.at(webhook)).toHaveLength(2);
    expect(await phone.page('/twilio/conversations/19195550101')).toContain('<img');
  });
});

describe('A word that opts out', () => {
  it('reaches the town, is answered by the provider, and refuses what comes after until START', async () => {
    const page = await phone.text(' stop ');
    expect(page).toContain('You have successfully been unsubscribed.');
    expect(phone.town.at(webhook)).toMatchObject([{ Body: ' stop ' }]);
    const refused = phone.client().messages.create(answer());
    await expect(refused).rejects.toMatchObject({ status: 400, code: 21610 });
    expect(await phone.page('/twilio/conversations/19195550101')).toContain('(21610)');
    await phone.client().messages.create(answer({ to: '+19195550104' }));
    await phone.text('START');
    await expect(phone.client().messages.create(answer())).resolves.toMatchObject({
      status: 'queued',
    });
  });

  it('is said to the webhook where the account has advanced opt-out, and left alone where nobody handles it', async () => {
    await phone.remove();
    phone = await RunningPhone.open(() => ({ optOutHandling: 'advanced' }));
    await phone.text('HELP');
    expect(phone.town.at(webhook)).toMatchObject([{ OptOutType: 'HELP' }]);
    await phone.remove();
    phone = await RunningPhone.open(() => ({ optOutHandling: 'none' }));
    expect(await phone.text('STOP')).not.toContain('unsubscribed');
    await expect(phone.client().messages.create(answer())).resolves.toBeTruthy();
  });
});

describe("A citizen's text on its way", () => {
  it('is dropped when the town does not take it: one attempt, and the list of messages has it', async () => {
    phone.town.answers = [503];
    expect(await phone.text('Lost?')).toContain('The town answered 503.');
    const attempts = await phone.ledger('attempted');
    expect(attempts.map(({ facts }) => facts['status'])).toEqual([503]);
    const [found] = await phone.client().messages.list({ to: townNumber });
    expect(found).toMatchObject({ body: 'Lost?', direction: 'inbound', status: 'received' });
  });

  it('goes to the fallback address, with the reason, where there is one', async () => {
    await phone.remove();
    phone = await RunningPhone.open((url) => ({ fallbackUrl: `${url}/fallback` }));
    phone.town.answers = [500];
    expect(await phone.text('Twice tried')).toContain('The town has it.');
    expect(phone.town.at('/fallback')).toMatchObject([
      { Body: 'Twice tried', ErrorCode: '11200', ErrorUrl: `${phone.town.url}${webhook}` },
    ]);
  });

  it('comes again with the same token where the address asks for retries, silence included', async () => {
    await phone.remove();
    phone = await RunningPhone.open(() => ({ webhookOverrides: 'rc=2&rp=all&rt=100' }));
    phone.town.answers = [500, 'silence'];
    expect(await phone.text('Third time')).toContain('The town has it.');
    const tokens = phone.town.taken.map(({ headers }) => headers['i-twilio-idempotency-token']);
    expect(tokens).toHaveLength(3);
    expect(new Set(tokens).size).toBe(1);
  });

  it('arrives twice with one id when told to', async () => {
    await phone.misbehave('twice');
    await phone.text('Once written');
    const sids = phone.town.at(webhook).map((fields) => fields['MessageSid']);
    expect(sids).toHaveLength(2);
    expect(new Set(sids).size).toBe(1);
  });

  it('is overtaken by the next one when told to', async () => {
    await phone.misbehave('reordered');
    const first = phone.text('First');
    await eventually(async () => expect(await phone.ledger('minted')).toHaveLength(1));
    await phone.text('Second');
    expect(await first).toContain('The town has it.');
    expect(phone.town.at(webhook).map(({ Body }) => Body)).toEqual(['Second', 'First']);
  });

  it('is only in the list when its webhook is lost, and three days old when it is late', async () => {
    await phone.misbehave('missed');
    expect(await phone.text('Missed')).toContain('Its webhook was lost.');
    expect(phone.town.taken).toEqual([]);
    await phone.misbehave('three-days-late');
    await phone.text('Late');
    expect(phone.town.at(webhook)).toMatchObject([{ Body: 'Late' }]);
    const twoDaysAgo = new Date(Date.now() - 2 * 24 * 60 * 60 * 1_000);
    const recent = await phone.client().messages.list({ dateSentAfter: twoDaysAgo });
    const old = await phone.client().messages.list({ dateSentBefore: twoDaysAgo });
    expect([recent, old].map((list) => list.map(({ body }) => body))).toEqual([
      ['Missed'],
      ['Late'],
    ]);
  });
});

describe('The list of messages', () => {
  it('pages newest first, and a text that comes in between moves nothing', async () => {
    for (const body of ['1', '2', '3', '4', '5']) await phone.text(body);
    const page = await phone.client().messages.page({ pageSize: 2 });
    await phone.text('6');
    const next = await page.nextPage();
    const last = await next?.nextPage();
    const bodies = [page, next, last].map((one) => one?.instances.map(({ body }) => body));
    expect(bodies).toEqual([['5', '4'], ['3', '2'], ['1']]);
    expect(await last?.nextPage()).toBeUndefined();
    expect(await phone.client().messages.list({ pageSize: 4 })).toHaveLength(6);
  });

  it('fails when told to', async () => {
    await phone.misbehave('list-error');
    await expect(phone.client().messages.list()).rejects.toMatchObject({ status: 503 });
    expect(await phone.client().messages.list()).toEqual([]);
  });
});

function answer(given: object = {}) {
  return { to: citizenNumber, from: townNumber, body: 'Thank you.', ...given };
}
