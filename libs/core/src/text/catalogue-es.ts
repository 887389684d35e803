import type { english } from './catalogue-en.js';

/** Automatic texts in Spanish (ICU MessageFormat), written by people. */
export const spanish: Readonly<Record<keyof typeof english, string>> = {
  acknowledgement: 'Recibimos su solicitud. Su número es {number}. {promise}',
  'promise-moved':
    'Cambió nuestro horario, y por eso cambió también el plazo de {number}. {promise}',
  'emergency.call-911':
    '¿Alguien está en peligro? Llame al 911 ahora. No espere nuestra respuesta.',
  'emergency.crew-told': 'Estamos avisando ahora al equipo de guardia.',
  'page.kind.sewer': 'Drenaje',
  'page.kind.water': 'Agua',
  'page.kind.life-safety': 'Peligro de vida',
  'page.title': 'EMERGENCIA {what} {number} {place}',
  'page.heard':
    '{what}: emergencia {emergency}, solicitud {number}, {at, date, promise}, {at, time, promise}.',
  'page.place': 'Lugar: {place}',
  'page.reports': 'Reportes hasta ahora: {reports}.',
  'page.unverified': 'No se pudo verificar al remitente.',
  'page.take':
    'Para atenderla: abra {link} y presione el botón, o responda a este mensaje con VOY {code}.',
  'page.next':
    'Si nadie la atiende, se avisa a la siguiente persona en {minutes, plural, one {# minuto} other {# minutos}}.',
  'page.screen.title': 'Emergencia {emergency}',
  'page.screen.take': 'Yo la atiendo',
  'page.screen.taken': 'La atiende {name}. No se avisa a nadie más.',
  'page.screen.gone': 'Este enlace es muy antiguo o fue alterado. Abra el mensaje más reciente.',
  'page.screen.request': 'Solicitud',
  'page.screen.words': 'En palabras del ciudadano',
  digest:
    '{count, plural, one {Recibimos otra solicitud suya. Este es su número y el plazo en que le responderá una persona:} other {Recibimos otras # solicitudes suyas. Estos son sus números y el plazo en que le responderá una persona:}}',
  'digest.promise': '{number}: a más tardar el {due, date, promise}, {due, time, promise}',
  'digest.more': '{count, plural, one {Y una más.} other {Y # más.}}',
  'status-answer': '{number}: {status}.',
  'answer-subject': 'Su solicitud [{number}]',
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
