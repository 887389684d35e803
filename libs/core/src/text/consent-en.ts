/**
 * What citizens who text are told about their consent, in English (ICU MessageFormat). Letters of the
 * GSM alphabet only: another one would more than halve what fits into a text.
 */
export const consentEnglish = {
  'consent.introduced': '{town} 311: {text} Reply STOP to end texts.',
  'consent.stopped':
    '{town} 311: You will get no more texts from this number. Text START to get them again.',
  'consent.started': '{town} 311: You will get our texts again. Text STOP to end them.',
  'consent.help':
    '{town} 311: Text us what is wrong and where. A person answers. In danger call 911.{phone, select, none {} other { Our phone: {phone}.}} Text STOP to end texts.',
  'acknowledgement.brief': 'We have your request {number}. {promise}',
  'promise.brief': 'A person answers by {due, date, promise}, {due, time, promise}.',
} as const;
