import type { consentEnglish } from './consent-en.js';

/** What citizens who text are told about their consent, in Spanish (ICU MessageFormat), without á, í, ó and ú. */
export const consentSpanish: Readonly<Record<keyof typeof consentEnglish, string>> = {
  'consent.introduced': '{town} 311: {text} Responda STOP para no recibir mensajes.',
  'consent.stopped':
    '{town} 311: Ya no le enviaremos mensajes. Escriba START para recibirlos de nuevo.',
  'consent.started':
    '{town} 311: Vuelve a recibir nuestros mensajes. Escriba STOP para terminarlos.',
  'consent.help':
    '{town} 311: Escriba el problema y el lugar. Le responde una persona. En peligro llame al 911.{phone, select, none {} other { Nuestro teléfono: {phone}.}} Escriba STOP para no recibir mensajes.',
  'acknowledgement.brief': 'Recibimos su solicitud {number}. {promise}',
  'promise.brief': 'Le responde una persona antes del {due, date, promise}, {due, time, promise}.',
};
