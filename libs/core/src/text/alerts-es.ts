import type { alertsEnglish } from './alerts-en.js';

/** What the town tells its own people, in Spanish (ICU MessageFormat). */
export const alertsSpanish: Readonly<Record<keyof typeof alertsEnglish, string>> = {
  'alert.promise':
    '{kind, select, first_response {primera respuesta} next_response {siguiente respuesta} resolution {solución} other {obligación legal}}',
  'alert.warning': '{number}: pasó el {percent}% del tiempo para la {promise}',
  'alert.breach': '{number}: la {promise} está atrasada',
  'alert.escalation': '{number}: todavía falta la {promise}',
  'alert.line':
    '{number} «{subject}»: la {promise} vence el {due, date, promise}, {due, time, promise}.',
  'alert.line-late':
    '{number} «{subject}»: la {promise} venció el {due, date, promise}, {due, time, promise}.',
  'alert.many-warning': '{count} solicitudes se atrasarán pronto',
  'alert.many-breach': '{count} solicitudes están atrasadas',
  'alert.many-escalation': '{count} solicitudes siguen atrasadas',
  'alert.more': 'Y {count} más; la lista las muestra primero.',
  'alert.pulse': 'La vigilancia de los plazos se detuvo',
  'alert.pulse-text':
    'Nadie busca solicitudes atrasadas desde el {at, date, promise}, {at, time, promise}. Inicie un proceso «worker» o revise su registro.',
  'alert.minutes': '{minutes, plural, one {# minuto} other {# minutos}}',
  'alert.hours': '{hours, plural, one {# hora} other {# horas}}',
  'alert.spend': '{title}: se gastó el {percent}% de su límite diario',
  'alert.spend-text':
    '{title} ({code}) envió hoy mensajes por {spent}; su límite diario es {cap}. Al alcanzarlo, los textos automáticos descansan hasta la medianoche; las respuestas de personas y las emergencias siguen. Busque la causa: townline channel list',
  'alert.spend-reached': '{title}: se alcanzó su límite diario, los textos automáticos descansan',
  'alert.spend-reached-text':
    '{title} ({code}) envió hoy mensajes por {spent}; su límite diario es {cap}. Hasta la medianoche no sale ningún acuse ni estado; las solicitudes se registran como siempre, y las respuestas de personas y las emergencias siguen. Si la causa es la propia ciudad, suba dailyCap en los ajustes de la cuenta.',
  'alert.block': 'Muchos mensajes de números que empiezan con {block}',
  'alert.block-text':
    'A remitentes cuyos números empiezan con {block} ya se les escribió tanto que {withheld, plural, one {# mensaje más no recibió} other {# mensajes más no recibieron}} acuse. Las solicitudes están registradas. Quizás alguien quiere que la ciudad pague por textos; los demás de hoy solo se cuentan.',
  'alert.silence': '{title}: no llega nada desde hace {length}',
  'alert.silence-text':
    'El último mensaje a {title} ({code}) llegó el {since, date, promise}, {since, time, promise}. En ese tiempo lo habitual {expected, plural, one {es # mensaje} other {son unos # mensajes}}. Tal vez caducó su contraseña o su clave de acceso, o no llegan las llamadas de su proveedor. Pruébelo: townline channel check {code}',
};
