import type { TownHours } from '#core/channel/definition';
import { type Language, supportedLanguage } from '#core/text/catalogue';
import type { Instant } from '#core/time/instant';

import type { VoiceTwilioSettings } from './settings.js';
import { newSpeech, say, type VoiceResponse } from './speech.js';

export interface CallPlace {
  /** Where the provider calls us. */
  readonly address: string;
  readonly settings: VoiceTwilioSettings;
  readonly town: TownHours;
  readonly at: Instant;
}

interface Talk extends CallPlace {
  readonly language: Language;
}

/** What the caller hears next. The step is the one that our own address carries. */
export function answerStep(fields: URLSearchParams, place: CallPlace): string {
  const language = supportedLanguage(fields.get('lang')) ?? place.town.language();
  const talk = { ...place, language };
  switch (fields.get('step') ?? '') {
    case 'menu':
      return answerDigit(fields.get('Digits') ?? '', talk);
    case 'dialled':
      return fields.get('DialCallStatus') === 'completed' ? goodbye() : choices(talk);
    case 'recorded':
    case 'recording':
      return spoken('call.thanks', talk);
    case 'taken':
      return spoken(fields.get('Digits') === '1' ? 'call.page-taken' : 'call.page-left', talk);
    case 'status':
      return goodbye();
    default:
      return greeting(talk);
  }
}

/** For where this town cannot answer: it says who to call, and ends. */
export function fallbackDocument(
  { emergencyNumber: emergency }: VoiceTwilioSettings,
  town: TownHours,
): string {
  const speech = newSpeech();
  for (const language of bothFrom(town.language())) {
    say(speech, 'call.fallback', language, { town: town.name(), emergency });
  }
  speech.hangup();
  return speech.toString();
}

function greeting(talk: Talk): string {
  const { settings, town, at, language } = talk;
  const { forwardTo } = settings;
  if (!town.isOpen(at) || forwardTo === undefined) return choices(talk);
  const speech = newSpeech();
  say(speech, 'call.open', language, { town: town.name() });
  say(speech, 'call.hold', language);
  speech.dial({ action: addressOf(talk, 'dialled'), timeout: 30 }, forwardTo);
  return speech.toString();
}

/** The keys, and a message for whoever presses none. */
function choices(talk: Talk): string {
  const { language, settings } = talk;
  const speech = newSpeech();
  const keys = speech.gather({ numDigits: 1, timeout: 6, action: addressOf(talk, 'menu') });
  welcome(keys, talk);
  say(keys, 'call.danger', language, { emergency: settings.emergencyNumber });
  say(keys, 'call.press-emergency', language);
  say(keys, 'call.press-language', otherThan(language));
  say(keys, 'call.leave-message', language);
  record(speech, 'call.record', talk);
  return speech.toString();
}

function welcome(keys: Parameters<typeof say>[0], { town, at, language }: Talk): void {
  const opens = town.nextOpening(at);
  const name = town.name();
  if (town.isOpen(at)) say(keys, 'call.open', language, { town: name });
  else if (opens === null) say(keys, 'call.closed-until-told', language, { town: name });
  else {
    const values = { town: name, opens: new Date(opens) };
    say(keys, 'call.closed', language, { ...values, zone: town.zone() });
  }
}

function answerDigit(digit: string, talk: Talk): string {
  if (digit === '2') return choices({ ...talk, language: otherThan(talk.language) });
  const speech = newSpeech();
  record(speech, digit === '1' ? 'call.record-emergency' : 'call.record', talk);
  return speech.toString();
}

function record(
  speech: VoiceResponse,
  words: 'call.record' | 'call.record-emergency',
  talk: Talk,
): void {
  say(speech, words, talk.language);
  speech.record({
    ...{ maxLength: talk.settings.voicemailSeconds, timeout: 8, finishOnKey: '#', playBeep: true },
    action: addressOf(talk, 'recorded'),
    recordingStatusCallback: addressOf(talk, 'recording'),
  });
  speech.hangup();
}

function spoken(code: 'call.thanks' | 'call.page-taken' | 'call.page-left', talk: Talk): string {
  const speech = newSpeech();
  say(speech, code, talk.language);
  speech.hangup();
  return speech.toString();
}

function goodbye(): string {
  const speech = newSpeech();
  speech.hangup();
  return speech.toString();
}

/** The language goes along only where the caller chose it: it is what they stated. */
function addressOf({ address, language, town }: Talk, step: string): string {
  const query = new URLSearchParams({ step });
  if (language !== town.language()) query.set('lang', language);
  return `${address}?${query.toString()}`;
}

function otherThan(language: Language): Language {
  return language === 'en' ? 'es' : 'en';
}

function bothFrom(language: Language): readonly Language[] {
  return [language, otherThan(language)];
}
