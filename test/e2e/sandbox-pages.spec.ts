import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { simpleParser } from 'mailparser';

import { eventually } from '../support/eventually.js';
import { asJson, citizen, RunningSandbox, townAddress } from '../support/running-sandbox.js';

jest.setTimeout(60_000);

let sandbox: RunningSandbox;

beforeEach(async () => {
  sandbox = await RunningSandbox.open();
});
afterEach(() => sandbox.remove());

describe('The mailbox of the sandbox', () => {
  it('sends what a citizen writes to the town, signed, as a mail that parses', async () => {
    const page = await sandbox.post('/mail', {
      from: citizen,
      subject: 'Élm Street',
      text: 'The light is out.',
    });
    expect(page).toContain('The town has it.');
    expect(sandbox.door.taken).toMatchObject([
      { path: '/webhooks/mail', contentType: 'message/rfc822' },
    ]);
    const mail = await simpleParser(sandbox.door.taken[0]?.raw ?? Buffer.alloc(0));
    expect(mail).toMatchObject({ subject: 'Élm Street', text: 'The light is out.\n' });
    expect([mail.from?.text, mail.to]).toMatchObject([citizen, { text: townAddress }]);
  });

  it('shows the answer in the thread, and the answer to it names it and goes to its Reply-To', async () => {
    await sandbox.post('/mail', { from: citizen, subject: 'A light', text: 'The light is out.' });
    const first = await simpleParser(sandbox.door.taken[0]?.raw ?? Buffer.alloc(0));
    await sandbox.sendFromTown({ inReplyTo: first.messageId ?? '', text: 'We have your request.' });
    const [thread = ''] = await sandbox.threads();
    const page = await sandbox.get(thread);
    expect(page).toContain('The light is out.');
    expect(page).toContain('We have your request.');
    await sandbox.post(thread, { text: 'Thank you.' });
    const reply = await simpleParser(sandbox.door.taken[1]?.raw ?? Buffer.alloc(0));
    expect(reply.to).toMatchObject({ text: '311+token@fairmill.example' });
    expect(reply.inReplyTo).toBe('<answer@fairmill.example>');
    expect(reply.text).toMatch(/^Thank you\.\n\nOn .+ wrote:\n> We have your request\.\n/);
    expect(await sandbox.threads()).toEqual([thread]);
  });

  it('shows HTML as text and never as HTML', async () => {
    await sandbox.sendFromTown({
      html: '<p>Hello <b>Ana</b></p><script>alert(1)</script><img src=x>',
    });
    const [thread = ''] = await sandbox.threads();
    const page = await sandbox.get(thread);
    expect(page).toContain('Hello Ana');
    expect(page).not.toMatch(/<b>|<script|<img|alert\(1\)/);
  });

  it('says on every page that it reaches nobody, and allows no script', async () => {
    for (const path of ['/mail', '/faults', '/nowhere', '/mail/threads/none']) {
      const answer = await fetch(`${sandbox.url}${path}`);
      expect(await answer.text()).toContain('This is a sandbox.');
      expect(answer.headers.get('content-security-policy')).toBe(
        "default-src 'none';style-src 'self';img-src 'self';form-action 'self';base-uri 'none';frame-ancestors 'none'",
      );
    }
  });

  it('keeps what was typed when something is missing, and sends nothing', async () => {
    const answer = await sandbox.postForm('/mail', {
      from: 'ana',
      subject: 'Kept words',
      text: '',
    });
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain('<title>Error: ');
    expect(page).toContain('value="Kept words"');
    expect(sandbox.door.taken).toEqual([]);
  });

  it('carries an attachment', async () => {
    const form = new FormData();
    for (const [name, value] of Object.entries({ from: citizen, subject: 'x', text: 'See it.' })) {
      form.append(name, value);
    }
    form.append('attachment', new Blob(['pixels'], { type: 'image/png' }), 'light.png');
    await fetch(`${sandbox.url}/mail`, { method: 'POST', body: form });
    const mail = await simpleParser(sandbox.door.taken[0]?.raw ?? Buffer.alloc(0));
    expect(mail.attachments).toMatchObject([
      { filename: 'light.png', content: Buffer.from('pixels') },
    ]);
  });

  it('does nothing for another site, nor under another name', async () => {
    const foreign = await sandbox.postForm(
      '/faults',
      { fault: 'mail/refuse', times: '1' },
      {
        'sec-fetch-site': 'cross-site',
      },
    );
    expect(foreign.status).toBe(403);
    expect(await (await fetch(`${sandbox.url}/faults`, asJson)).json()).toEqual({ armed: [] });
  });

  it('remembers everything after it was stopped, and carries on what had not arrived', async () => {
    sandbox.door.answers = [503, 503, 503, 503, 503, 503];
    const page = await sandbox.post('/mail', {
      from: citizen,
      subject: 'Late',
      text: 'Still on its way.',
    });
    expect(page).toContain('On its way');
    await sandbox.stop();
    sandbox.door.answers = [];
    await sandbox.start();
    await eventually(() => expect(sandbox.door.taken).toHaveLength(1));
    const [thread = ''] = await sandbox.threads();
    await eventually(async () => expect(await sandbox.get(thread)).toContain('The town has it.'));
  });

  it('shows what the town refused, and does not repeat it', async () => {
    sandbox.door.answers = [400];
    const page = await sandbox.post('/mail', { from: citizen, subject: 'Bad', text: 'Refused.' });
    expect(page).toContain('The town refused it: 400');
    await sandbox.stop();
    await sandbox.start();
    expect(await sandbox.get((await sandbox.threads())[0] ?? '')).toContain(
      'The town refused it: 400',
    );
    expect(sandbox.door.taken).toEqual([]);
  });
});
