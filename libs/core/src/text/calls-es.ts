import type { callsEnglish } from './calls-en.js';

/** What callers hear on the phone, in Spanish. */
export const callsSpanish: Readonly<Record<keyof typeof callsEnglish, string>> = {
  'call.open': 'Gracias por llamar a {town}.',
  'call.closed':
    'Gracias por llamar a {town}. Ahora estamos cerrados. Abrimos el {opens, date, promise} a las {opens, time, promise}.',
  'call.closed-until-told': 'Gracias por llamar a {town}. Ahora estamos cerrados.',
  'call.danger': 'Si alguien está en peligro, cuelgue y llame al {emergency}.',
  'call.hold': 'Espere, por favor. Una persona le atenderá.',
  'call.press-emergency': 'Para una emergencia de agua o de alcantarillado, oprima el 1.',
  'call.press-language': 'Para español, oprima el 2.',
  'call.leave-message': 'Para todo lo demás, espere en la línea y deje un mensaje.',
  'call.record':
    'Su mensaje será grabado. Después del tono, diga dónde es, qué pasa y su nombre. Después cuelgue.',
  'call.record-emergency':
    'Estamos avisando a la persona de guardia. Esta llamada se graba. Después del tono, diga dónde es y qué pasa. Después cuelgue.',
  'call.thanks': 'Gracias. Tenemos su mensaje. Adiós.',
  'call.fallback':
    'Gracias por llamar a {town}. Nuestro teléfono no funciona en este momento. Si alguien está en peligro, cuelgue y llame al {emergency}. Si no, llame otra vez en unos minutos.',
  'call.pressed-emergency':
    'La persona que llama oprimió el 1 por una emergencia de agua o de alcantarillado.',
  'call.voicemail': 'Mensaje de voz, {seconds, plural, one {# segundo} other {# segundos}}.',
  'call.page': 'Le llama {town}. {text}',
  'call.page-take': 'Oprima el 1 para atenderla.',
  'call.page-taken': 'Gracias. Usted la atiende. No se avisa a nadie más.',
  'call.page-left': 'No la ha atendido. Adiós.',
};
