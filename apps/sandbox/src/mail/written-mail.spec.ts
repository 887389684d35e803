import { describe, expect, it } from '@jest/globals';

import type { KeptMail, Writer } from './mailbox.js';
import type { ReadMail } from './read-mail.js';
import { newMailOf, replyOf } from './written-mail.js';

const town = '311@fairmill.example';
const at = '2026-03-02T14:00:00.000Z';

describe('A new mail', () => {
  it('goes to the town, and its subject stays one line', () => {
    const fields = { from: 'ana@citizen.example', subject: 'A\nlight', text: ' It is out. ' };
    expect(newMailOf({ fields, files: [] }, town)).toMatchObject({
      kind: 'mail',
      mail: { from: 'ana@citizen.example', to: town, subject: 'A light', text: 'It is out.' },
    });
  });

  it('names every field that is missing or wrong', () => {
    const written = newMailOf({ fields: { from: 'ana', text: ' ' }, files: [] }, town);
    expect(written).toMatchObject({
      kind: 'faulty',
      faults: [{ field: 'from' }, { field: 'text' }],
    });
  });

  it('is not made of a body that was no form', () => {
    expect(newMailOf(null, town).kind).toBe('faulty');
  });
});

describe('An answer', () => {
  const threadWith = (...mails: readonly (readonly [Writer, Partial<ReadMail>])[]) => {
    const kept = mails.map(([writer, mail], index): KeptMail => {
      return { id: `${index}`, at, writer, mail: { ...blank, ...mail }, way: { kind: 'arrived' } };
    });
    return { id: 'first', mails: kept };
  };
  const form = { fields: { text: 'Thank you.' }, files: [] };
  const question = { from: { name: '', address: 'ana@citizen.example' }, messageId: '<1@c>' };
  const answer = {
    from: { name: 'Fairmill 311', address: town },
    replyTo: { name: '', address: '311+token@fairmill.example' },
    subject: 'Re: A light',
    text: 'A crew comes.\n> It is out.\n',
    messageId: '<2@t>',
    references: ['<1@c>'],
  };

  it('goes to the Reply-To of the last mail of the town, which it names and quotes', () => {
    const written = replyOf(form, threadWith(['citizen', question], ['town', answer]), town);
    expect(written).toMatchObject({
      kind: 'mail',
      mail: {
        from: 'ana@citizen.example',
        to: '311+token@fairmill.example',
        subject: 'Re: A light',
        answers: { messageId: '<2@t>', references: ['<1@c>'] },
        text:
          'Thank you.\n\nOn Mon, 02 Mar 2026 14:00:00, Fairmill 311 wrote:\n' +
          '> A crew comes.\n>> It is out.\n',
      },
    });
  });

  it('goes to the town itself while nothing came from there', () => {
    const written = replyOf(
      form,
      threadWith(['citizen', { ...question, subject: 'A light' }]),
      town,
    );
    expect(written).toMatchObject({ mail: { to: town, subject: 'Re: A light' } });
  });

  it('is asked for again when it has no words', () => {
    const written = replyOf({ fields: { text: ' ' }, files: [] }, threadWith(), town);
    expect(written).toMatchObject({ kind: 'faulty', faults: [{ field: 'text' }] });
  });
});

const blank: ReadMail = {
  ...{ from: null, to: [], replyTo: null, subject: '', text: '', messageId: null },
  ...{ inReplyTo: null, references: [], attachments: [], automatic: false },
};
