import { describe, expect, it } from '@jest/globals';

import type { TownHours } from '#core/channel/definition';
import { instantFromIso } from '#core/time/instant';

import { answerStep, fallbackDocument } from './call-menu.js';
import { voiceTwilioSettings } from './settings.js';

const opens = instantFromIso('2026-11-24T12:00:00.000Z');
const at = instantFromIso('2026-11-24T02:00:00.000Z');
const closed: TownHours = {
  name: () => 'Fairmill',
  zone: () => 'America/New_York',
  language: () => 'en',
  isOpen: () => false,
  nextOpening: () => opens,
};
const open: TownHours = { ...closed, isOpen: () => true };
const settings = voiceTwilioSettings.parse({
  accountSid: `AC${'a'.repeat(32)}`,
  authTokens: ['b'.repeat(32)],
  number: '+19195550100',
});
const forwarding = { ...settings, forwardTo: '+19195550199' };
const address = 'https://311.fairmill.example/webhooks/voice';

function answer(
  fields: Readonly<Record<string, string>>,
  place: { readonly town?: TownHours; readonly settings?: typeof forwarding } = {},
): string {
  const where = { address, at, town: closed, settings, ...place };
  return answerStep(new URLSearchParams(fields), where);
}

describe('what a caller hears', () => {
  it('after hours: when the town opens, in its own zone, and what the keys do', () => {
    const twiml = answer({});
    expect(twiml).toContain('We open on Tuesday 24 November at 7:00 am.');
    expect(twiml.indexOf('call 911')).toBeLessThan(twiml.indexOf('press 1'));
    expect(twiml).toContain('<Say language="es-MX">Para español, oprima el 2.</Say>');
    expect(twiml).toContain(`<Gather numDigits="1" timeout="6" action="${address}?step=menu">`);
  });

  it('is told of the recording before it begins, and it is sent to us by two ways', () => {
    const twiml = answer({ step: 'menu', Digits: '' });
    expect(twiml.indexOf('is recorded')).toBeLessThan(twiml.indexOf('<Record'));
    expect(twiml).toContain(`action="${address}?step=recorded"`);
    expect(twiml).toContain(`recordingStatusCallback="${address}?step=recording"`);
  });

  it('where the town never opens again: no time at all', () => {
    const twiml = answer({}, { town: { ...closed, nextOpening: () => null } });
    expect(twiml).toContain('We are closed now.');
    expect(twiml).not.toContain('We open');
  });

  it('in opening hours: a person, and the keys when nobody answers', () => {
    const twiml = answer({}, { town: open, settings: forwarding });
    expect(twiml).toContain('>+19195550199</Dial>');
    expect(twiml).not.toContain('press 1');
    const missed = { step: 'dialled', DialCallStatus: 'no-answer' };
    expect(answer(missed, { town: open, settings: forwarding })).toContain('press 1');
    const spoken = { step: 'dialled', DialCallStatus: 'completed' };
    expect(answer(spoken, { town: open })).not.toContain('<Say');
  });

  it('in opening hours without anybody to forward to: the keys', () => {
    expect(answer({}, { town: open })).toMatch(/calling Fairmill\.<.*press 1/s);
  });

  it('after hours nobody is rung for', () => {
    expect(answer({}, { settings: forwarding })).not.toContain('<Dial');
  });

  it('in the other language goes on in it, and back', () => {
    const spanish = answer({ step: 'menu', Digits: '2' });
    expect(spanish).toContain('Abrimos el martes, 24 de noviembre a las 7:00.');
    expect(spanish).toContain('<Say language="en-US">For English, press 2.</Say>');
    expect(spanish).toContain(`action="${address}?step=menu&amp;lang=es"`);
    expect(answer({ step: 'menu', lang: 'es', Digits: '2' })).not.toContain('lang=');
    expect(answer({ step: 'recorded', lang: 'es' })).toContain('Tenemos su mensaje.');
  });

  it('holds no markup of the names that it says', () => {
    const town = { ...closed, name: () => 'Fair & <Hangup/> mill\u0007' };
    const twiml = answer({}, { town });
    expect(twiml).toContain('calling Fair    Hangup/  mill .');
    expect(twiml).not.toContain('<Hangup/> mill');
  });

  it('is never nothing, whatever the step', () => {
    for (const step of ['', 'menu', 'dialled', 'recorded', 'recording', 'taken', 'status', 'x']) {
      expect(answer({ step })).toMatch(/^<\?xml .*<Response>.+<\/Response>$/s);
    }
  });

  it('where the town cannot answer: whom to call, in both languages, and no key', () => {
    const twiml = fallbackDocument({ ...settings, emergencyNumber: '112' }, closed);
    expect(twiml).toMatch(/en-US.*call 112.*es-MX.*llame al 112/s);
    expect(twiml).not.toMatch(/<Gather|<Record|http/);
  });
});
