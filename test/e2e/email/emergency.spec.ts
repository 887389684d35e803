import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import { MINUTE } from '#core/time/instant';

import { EmergencyTown, everyDay } from '../../support/email/emergency-town.js';
import { Citizen, until } from '../../support/town-client.js';

jest.setTimeout(60_000);

let made: EmergencyTown;

beforeEach(async () => {
  made = await EmergencyTown.found();
});
afterEach(() => made.remove());

describe('An evening in town', () => {
  beforeEach(async () => {
    await made.closeNow();
    const rota = { shifts: everyDay('Bo', ['Cy']), supervisors: ['Ana'] };
    await made.expect(200, 'PUT', '/on-call', rota);
  });

  it('pages the person on call for sewage in the street, until they take it by its link', async () => {
    await made.write('ana.ruiz@example.org', 'There is sewage in the street at 214 Oak Street!');
    const [page] = await made.pagesTo('bo', 1);
    const [request] = await made.staff.stream();
    expect(page?.subject).toMatch(/^EMERGENCY Sewer FM\d\d-\d{6}-\d 214 oak st$/);
    expect(page?.text).toContain('sewage in the street at 214 Oak Street');
    expect(request).toMatchObject({ emergencies: ['sewer'] });
    const [acknowledgement] = await made.mailsTo('ana.ruiz@example.org', 1);
    expect(acknowledgement?.text).toContain('We are telling the crew on call now.');
    expect(acknowledgement?.text).toContain(request?.number);
    await made.pagesTo('cy', 1);

    const path = new URL(/http\S+\/page\/\S+/.exec(page?.text ?? '')?.[0] ?? '').pathname;
    const browser = new Citizen(made.town);
    expect((await browser.get(path)).body).toContain('I take it');
    expect(await made.emergencies()).toMatchObject([{ state: 'paging' }]);
    expect((await browser.post(path, {})).body).toContain('Bo has taken it');
    expect(await made.emergencies()).toMatchObject([
      { state: 'acknowledged', acknowledgedBy: 'Bo' },
    ]);
    expect((await browser.get(`${path}x`)).status).toBe(410);
    const { body } = await made.staff.call<{ readonly record: { readonly kind: string }[] }>(
      'GET',
      '/emergencies/E-1',
    );
    expect(body.record.map(({ kind }) => kind).slice(0, 3)).toEqual(['opened', 'paged', 'paged']);
    expect(body.record.at(-1)).toMatchObject({ kind: 'acknowledged', staffName: 'Bo' });
  });

  it('pages nobody for a barking dog, and promises an answer when the office is open again', async () => {
    await made.write('ana.ruiz@example.org', 'The dog next door is barking all night.');
    const [acknowledgement] = await made.mailsTo('ana.ruiz@example.org', 1);
    expect(acknowledgement?.text).toMatch(/FM\d\d-\d{6}-\d/);
    expect(acknowledgement?.text).not.toContain('crew');
    expect(await made.emergencies()).toEqual([]);
    const [request] = await made.staff.stream();
    expect(Date.parse(request?.expectedAt ?? '')).toBeGreaterThan(Date.now() + 24 * 60 * MINUTE);
    expect(made.sink.mails.map(({ to }) => to[0])).toEqual(['ana.ruiz@example.org']);
  });

  it('goes on to deputy, supervisor and round again; a word in a mail takes it', async () => {
    await made.write('ana.ruiz@example.org', 'No hay agua en toda la calle');
    await made.pagesTo('ana', 1);
    const [first] = await made.pagesTo('bo', 2);
    const answer = first?.replyTo?.value[0]?.address ?? '';
    await made.write('bo@town.example', 'Voy, 20 minutos', answer);
    await until(
      () => made.emergencies(),
      ([one]) => one?.['state'] === 'acknowledged',
    );
    const requests = await made.staff.stream();
    expect(requests).toHaveLength(1);
    const { timeline } = await made.staff.request(requests[0]?.number ?? '');
    expect(timeline.find(({ direction }) => direction === 'note')?.text).toContain('Voy');
    const { body } = await made.staff.call('GET', '/ledger');
    expect(body).toMatchObject({ clean: true });
  });

  it('reaches the next person when the server refuses the mail to the first', async () => {
    made.sink.fail({
      step: 'recipient',
      action: { reply: '550 5.1.1 No such user' },
      recipient: 'bo@town.example',
    });
    await made.write('ana.ruiz@example.org', 'Water main break on Elm Road');
    await made.pagesTo('cy', 1);
    expect(made.sink.mails.some(({ to }) => to.includes('bo@town.example'))).toBe(false);
  });

  it('is one page for five neighbours who report the same', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      await made.write(`${name}@example.org`, 'sewage in the street');
    }
    await until(
      () => made.emergencies(),
      ([one]) => one?.['reports'] === 5,
    );
    expect(await made.emergencies()).toHaveLength(1);
  });

  it('may be flagged and taken by staff, and its duty is done by speaking to somebody', async () => {
    await made.write('ana.ruiz@example.org', 'It looks bad at the corner');
    const [request] = await until(
      () => made.staff.stream(),
      ({ length }) => length === 1,
    );
    const path = `/requests/${request?.number ?? ''}`;
    const flagged = await made.staff.call('POST', `${path}/emergencies`, { kind: 'sewer' });
    expect(flagged).toMatchObject({ status: 201, body: { emergency: 'E-1', opened: true } });
    await made.pagesTo('bo', 1);
    expect((await made.staff.call('POST', '/emergencies/e-1/acknowledge', {})).body).toEqual({
      already: false,
    });
    const at = new Date().toISOString();
    const voicemail = { outcome: 'voicemail', at };
    const kept = await made.staff.call('POST', `${path}/duty-reports`, voicemail);
    expect(kept).toMatchObject({ status: 201, body: { completed: false } });
    const nobody = { outcome: 'spoken', at };
    expect(await made.staff.call('POST', `${path}/duty-reports`, nobody)).toMatchObject({
      status: 400,
      body: { faults: [{ field: 'spokeTo' }] },
    });
    const spoken = { ...nobody, spokeTo: 'J. Doe, DEQ', gallons: 1_200, waterBody: 'Swift Creek' };
    expect(await made.staff.call('POST', `${path}/duty-reports`, spoken)).toMatchObject({
      status: 201,
      body: { completed: true },
    });
  });
});

describe('By day', () => {
  it('tells the supervisors at once and nobody on call', async () => {
    const week = Object.fromEntries(
      [1, 2, 3, 4, 5, 6, 7].map((day) => [day, [{ from: '00:00', to: '24:00' }]]),
    );
    await made.saveWeek(week);
    await made.write('ana.ruiz@example.org', 'Water main break on Elm Road');
    await made.pagesTo('ana', 1);
    expect(await made.emergencies()).toMatchObject([{ state: 'told' }]);
    expect(made.sink.mails.some(({ to }) => to.includes('bo@town.example'))).toBe(false);
  });
});
