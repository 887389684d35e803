import type { slaEnglish } from './sla-en.js';

/** Promised times and how they are explained, in Spanish (ICU MessageFormat), written by people. */
export const slaSpanish: Readonly<Record<keyof typeof slaEnglish, string>> = {
  'promise.by':
    'Una persona le responderá a más tardar el {due, date, promise}, {due, time, promise}.',
  'promise.holidays': '{count, plural, one {El {days} es feriado.} other {Son feriados: {days}.}}',
  'promise.closed': 'Estamos cerrados: {days}.',
  'promise.closed-partly': 'Estamos cerrados parte del día: {days}.',
  'sla.weekday': '{at, date, weekday}',
  'sla.date': '{at, date, promise}',
  'sla.moment': '{at, date, promise}, {at, time, promise}',
  'sla.moment-near': '{at, date, weekday} {at, time, promise}',
  'sla.received': 'Se recibió: {moment}.',
  'sla.begun': 'Se cuenta desde: {moment}.',
  'sla.counts-working-days':
    'Cuenta {days, plural, one {# día hábil} other {# días hábiles}}, hasta la misma hora del día.',
  'sla.counts-days': 'Cuenta {days, plural, one {# día} other {# días}}, abierto o no.',
  'sla.counts-day-and-night': 'Cuenta día y noche: {length}.',
  'sla.counted': '{day}: {length}.',
  'sla.closed': 'Cerrado: {days}.',
  'sla.holiday': 'Cerrado el {day}: {name}.',
  'sla.partly-closed': '{day}: {length}; cerrado parte del día: {name}.',
  'sla.left-out': '… {days, plural, one {# día hábil} other {# días hábiles}} con {length} …',
  'sla.paused': 'No se cuenta desde {from} hasta {to}: {reason}.',
  'sla.paused-since': 'No se cuenta desde {from}: {reason}.',
  'sla.waiting': 'esperamos una respuesta de la persona',
  'sla.due': 'Vence: {moment}.',
  'sla.moved': 'El {at} el plazo pasó a {moment}: {reason}.',
  'sla.changed-calendar': 'cambió el calendario',
  'sla.met': 'Cumplido: {moment}.',
  'sla.reopened': 'Sigue corriendo desde {moment}: la respuesta no llegó.',
  'sla.breached': 'Incumplido: nada lo cumplió hasta {moment}.',
  'sla.annulled': 'El {moment} se anuló un incumplimiento.',
  'sla.ended': 'Terminó sin cumplirse: {moment}.',
};
