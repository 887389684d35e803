import { describe, expect, it } from '@jest/globals';

import { expectWorkInProportion } from '../../../../../test/support/growth.js';
import { visibleTextOf } from './visible-text.js';

function visible(...lines: readonly string[]): string {
  return visibleTextOf({ text: lines.join('\n'), html: null });
}

describe('The visible text of an answer', () => {
  it.each([
    ['English', 'On Mon, Nov 23, 2026 at 9:15 AM Town of Fairmill <311@fairmill.example> wrote:'],
    ['Spanish', 'El lun, 23 nov 2026 a las 9:15, Town (<311@fairmill.example>) escribió:'],
    ['German', 'Am 23.11.2026 um 09:15 schrieb Town <311@fairmill.example>:'],
    ['French', 'Le lun. 23 nov. 2026 à 09:15, Town <311@fairmill.example> a écrit :'],
    ['Italian', 'Il giorno lun 23 nov 2026 alle ore 09:15 Town <311@fairmill.example> ha scritto:'],
    ['Portuguese', 'Em seg., 23 de nov. de 2026 às 09:15, Town <311@fairmill.example> escreveu:'],
    ['Russian', 'пн, 23 нояб. 2026 г. в 09:15, Town <311@fairmill.example>:'],
    ['a date first', '2026-11-23 9:15 GMT-05:00 Town of Fairmill <311@fairmill.example>:'],
  ])('ends at the line above a quotation, with and without marks: %s', (_, line) => {
    expect(visible('Still dark.', '', line, '', '> We fixed it.')).toBe('Still dark.');
    expect(visible('Still dark.', '', line, '', 'We fixed it.')).toBe('Still dark.');
  });

  it('finds that line when it was broken in two or three', () => {
    const broken = ['On Mon, Nov 23, 2026 at 9:15 AM Town of', 'Fairmill <311@fairmill.example>'];
    expect(visible('Still dark.', ...broken, 'wrote:', '> Fixed.')).toBe('Still dark.');
  });

  it.each([
    ['From: Town <311@fairmill.example>', 'Sent: Monday', 'To: Ana', 'Subject: Lamp'],
    ['Von: Town <311@fairmill.example>', 'Gesendet: Montag', 'An: Ana', 'Betreff: Laterne'],
    ['De : Town <311@fairmill.example>', 'Envoyé : lundi', 'À : Ana', 'Objet : Lampe'],
    ['De: Town <311@fairmill.example>', 'Enviado el: lunes', 'Para: Ana', 'Asunto: Farola'],
  ])('ends at the head of a quoted mail and at the rule above it: %s', (...head) => {
    const rule = '________________________________';
    expect(visible('Still dark.', '', rule, ...head, '', 'We fixed it.')).toBe('Still dark.');
    const original = '-----Original Message-----';
    expect(visible('Still dark.', original, ...head, '', 'Fixed.')).toBe('Still dark.');
  });

  it('keeps a quotation that is answered line by line', () => {
    const lines = ['> Which lamp?', 'The one at 12 Oak Street.', '> Since when?', 'Sunday.'];
    expect(visible(...lines)).toBe(lines.join('\n'));
    expect(visible(...lines, '', '> Best regards')).toBe(lines.join('\n'));
  });

  it('leaves out the one quotation that stands above everything', () => {
    const head = 'On Nov 23, 2026, at 9:15 AM, Town wrote:';
    expect(visible(head, '', '> Which lamp?', '', 'The one at 12 Oak Street.')).toBe(
      'The one at 12 Oak Street.',
    );
  });

  it('keeps what somebody forwards: it is what they want to say', () => {
    const text = [
      'Please look at this.',
      '---------- Forwarded message ---------',
      'From: Water company <w@example.org>',
      'Date: Mon, Nov 23, 2026',
      'Subject: Pipe',
      'To: Ana',
      '',
      'Your pipe belongs to the town.',
    ].join('\n');
    expect(visible(text)).toBe(text);
  });

  it('is the whole text when there is nothing else', () => {
    expect(visible('> Only a quotation.')).toBe('> Only a quotation.');
    expect(visible('--', 'Ana Ruiz')).toBe('--\nAna Ruiz');
    expect(visible('')).toBe('');
  });

  it.each([
    ['-- ', 'Ana Ruiz', '12 Oak Street'],
    ['--', 'Ana Ruiz'],
    ['Sent from my iPhone'],
    ['Enviado desde mi iPhone'],
    ['Gesendet von meinem Samsung Galaxy'],
    ['Get Outlook for iOS<https://aka.ms/o0ukef>'],
    ['_____________', 'neighbours mailing list', 'https://lists.example/neighbours'],
    ['-Ana Ruiz'],
  ])('ends before a signature: %s', (...signature) => {
    expect(visible('Still dark.', '', ...signature)).toBe('Still dark.');
    const answered = ['', 'On Nov 23, 2026, at 9:15, Town wrote:', '> Fixed.'];
    expect(visible('Still dark.', '', ...signature, ...answered)).toBe('Still dark.');
  });

  it.each([
    ['a list of streets', 'Holes in:', '- Oak Street', '- Main Street'],
    ['a list without blanks', 'Holes in:', '-Oak Street', '-Main Street'],
    ['two addresses', 'I know of', 'From: ana@example.org', 'To: bob@example.org', 'only.'],
    ['dashes as a rule', 'Points', '----', '1. The lamp', '----', 'Thanks'],
    ['dashes in a sentence', 'It is dark -- really dark.', '-- and wet', 'and cold'],
    ['a form', 'Name: Ana', '________', 'Street: Oak'],
    ['a route', 'From: Oak Street', 'To: Main Street', 'Date: today', 'No bus came.'],
    [
      'a sentence with a time',
      'Hello,',
      'On 23 Nov 2026 at 9:15 the clerk wrote:',
      'Closed.',
      'Not so!',
    ],
    ['a device in a sentence', 'The alert was', 'Sent from my phone to all the neighbours.'],
    ['a day', 'On Thursday:', '', 'It was dark at 19:00.', '', 'On Friday:', '', 'Dark again.'],
  ])('loses nothing that was typed: %s', (_, ...lines) => {
    expect(visible(...lines)).toBe(lines.join('\n'));
  });

  it('is read from the HTML where the mail has nothing else', () => {
    const html =
      '<style>p{}</style><p>Still <b>dark</b>.</p><div class="gmail_quote">On Mon, Nov 23, 2026 at ' +
      '9:15 AM Town &lt;311@fairmill.example&gt; wrote:<blockquote>Fixed &amp; done</blockquote></div>';
    expect(visibleTextOf({ text: ' \n', html })).toBe('Still dark.');
  });

  const pieces = ['From: a\n', 'On 1:00 2020 <a@b.c>\n', '> a\nb\n', '-- \n', '-Bob\n\n> x\n\n'];
  it.each([...pieces, 'Sent from my iPhone\n', '<', '<style>', '&#1;', '<!--'])(
    'is found in one pass in nothing but %j',
    (piece) => {
      const textOf = (count: number) => piece.repeat(count);
      expectWorkInProportion(190_000 / piece.length, textOf, (text) => {
        visibleTextOf({ text, html: null });
        visibleTextOf({ text: '', html: text });
      });
    },
  );
});
