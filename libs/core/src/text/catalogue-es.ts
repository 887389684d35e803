import type { english } from './catalogue-en.js';

/** Automatic texts in Spanish (ICU MessageFormat), written by people. */
export const spanish: Readonly<Record<keyof typeof english, string>> = {
  acknowledgement:
    'Recibimos su solicitud. Su número es {number}. Una persona le responderá a más tardar el {due, date, promise}, {due, time, promise}.',
  digest:
    '{count, plural, one {Recibimos otra solicitud suya. Este es su número y el plazo en que le responderá una persona:} other {Recibimos otras # solicitudes suyas. Estos son sus números y el plazo en que le responderá una persona:}}',
  'digest.promise': '{number}: a más tardar el {due, date, promise}, {due, time, promise}',
  'digest.more': '{count, plural, one {Y una más.} other {Y # más.}}',
  'status-answer': '{number}: {status}.',
  'status.new': 'Recibimos su solicitud',
  'status.triaged': 'La estamos revisando',
  'status.waiting_citizen': 'Necesitamos algo de usted',
  'status.assigned': 'Enviada a un departamento',
  'status.referred': 'Corresponde a otra entidad',
  'status.in_progress': 'El trabajo comenzó',
  'status.scheduled': 'Programado',
  'status.resolved': 'Listo',
  'status.closed_no_action': 'Cerrada',
  'status.duplicate': 'Ya se había informado',
  'status.reopened': 'Abierta de nuevo',
};
