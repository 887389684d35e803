/** What callers hear on the phone, in English (ICU MessageFormat). One thought a sentence: it is spoken. */
export const callsEnglish = {
  'call.open': 'Thank you for calling {town}.',
  'call.closed':
    'Thank you for calling {town}. We are closed now. We open on {opens, date, promise} at {opens, time, promise}.',
  'call.closed-until-told': 'Thank you for calling {town}. We are closed now.',
  'call.danger': 'If somebody is in danger, hang up and call {emergency}.',
  'call.hold': 'Please hold. A person will be with you.',
  'call.press-emergency': 'For a water or sewer emergency, press 1.',
  'call.press-language': 'For English, press 2.',
  'call.leave-message': 'For anything else, stay on the line and leave a message.',
  'call.record':
    'Your message is recorded. After the tone, say where it is, what is wrong, and your name. Then hang up.',
  'call.record-emergency':
    'We are telling the person on duty now. This call is recorded. After the tone, say where it is and what is wrong. Then hang up.',
  'call.thanks': 'Thank you. We have your message. Goodbye.',
  'call.fallback':
    'Thank you for calling {town}. Our phone system does not work right now. If somebody is in danger, hang up and call {emergency}. Otherwise call again in a few minutes.',
  'call.pressed-emergency': 'The caller pressed 1 for a water or sewer emergency.',
  'call.voicemail': 'Voicemail, {seconds, plural, one {# second} other {# seconds}}.',
  'call.page': 'This is {town}. {text}',
  'call.page-take': 'Press 1 to take it.',
  'call.page-taken': 'Thank you. You have it. Nobody else is told.',
  'call.page-left': 'You have not taken it. Goodbye.',
} as const;
