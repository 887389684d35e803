import type { portalEnglish } from './portal-en.js';

/** Words of the citizen's pages in Spanish (ICU MessageFormat), written by people. */
export const portalSpanish: Readonly<Record<keyof typeof portalEnglish, string>> = {
  'portal.skip': 'Ir a la parte principal',
  'portal.town': 'Municipio de {town} · 311',
  'portal.emergency':
    '¿Alguien está en peligro? Llame al 911. Esta página no se atiende las 24 horas.',
  'portal.other-language': 'English',
  'portal.home': 'Página de inicio',
  'portal.footer':
    'Lo que escriba aquí es un registro público. Una persona responde cada mensaje en un día hábil.',
  'portal.report.title': 'Díganos qué necesita',
  'portal.report.lead':
    'Informe de un problema o haga una pregunta. Recibe un número enseguida y una persona le responde en un día hábil.',
  'portal.report.text': '¿De qué se trata?',
  'portal.report.text-hint': 'Cuente lo que vio o lo que necesita, con sus palabras.',
  'portal.report.place': '¿Dónde es? (opcional)',
  'portal.report.place-hint': 'Una dirección, un cruce o cómo encontrarlo.',
  'portal.report.contact': '¿Cómo podemos comunicarnos con usted? (opcional)',
  'portal.report.contact-hint':
    'Puede dejarlo vacío. La respuesta siempre aparece en la página de su solicitud.',
  'portal.report.name': 'Nombre (opcional)',
  'portal.report.email': 'Correo electrónico (opcional)',
  'portal.report.phone': 'Teléfono (opcional)',
  'portal.report.send': 'Enviar',
  'portal.find.title': 'Consultar una solicitud',
  'portal.find.number': 'Su número',
  'portal.find.hint': 'Tiene esta forma: {example}',
  'portal.find.send': 'Consultar',
  'portal.error.prefix': 'Error: {title}',
  'portal.error.summary': 'Hay un problema',
  'portal.fault.text': 'Escriba de qué se trata, en 20 000 caracteres como máximo.',
  'portal.fault.place': 'Acorte el lugar a 500 caracteres como máximo.',
  'portal.fault.name': 'Acorte el nombre a 200 caracteres como máximo.',
  'portal.fault.email':
    'Escriba una dirección de correo como ana@example.org, o deje el campo vacío.',
  'portal.fault.phone': 'Escriba el teléfono con números, o deje el campo vacío.',
  'portal.thread.saved': 'Guardado. Puede cerrar esta página.',
  'portal.thread.number': 'Su número',
  'portal.thread.status': 'Cómo va',
  'portal.thread.received': 'Recibida',
  'portal.thread.promise':
    'Una persona le responderá a más tardar el {due, date, promise}, {due, time, promise}.',
  'portal.thread.moment': '{at, date, promise}, {at, time, promise}',
  'portal.thread.keep-link':
    'Guarde la dirección de esta página: le sirve para volver durante 30 días. Quien la tenga puede leer esto.',
  'portal.thread.messages': 'Mensajes',
  'portal.thread.you': 'Usted',
  'portal.thread.person': '{name}, Municipio de {town}',
  'portal.thread.automatic': 'Mensaje automático',
  'portal.thread.files': 'Archivos',
  'portal.thread.file-size': '({kilobytes, number} kB)',
  'portal.thread.file-pending': '{name} (aún no está aquí, vuelva a mirar en un minuto)',
  'portal.thread.file-gone': '{name} (no llegó, envíelo de nuevo)',
  'portal.thread.more': 'Escribir más',
  'portal.thread.more-label': 'Su mensaje',
  'portal.thread.more-hint': 'Le llega a la persona que atiende su solicitud.',
  'portal.thread.more-send': 'Enviar',
  'portal.card.title': 'Solicitud {number}',
  'portal.card.private':
    'Los mensajes solo se muestran con el enlace que recibió al enviar su solicitud.',
  'portal.card.closed': 'Cerrada',
  'portal.pending.title': 'Guardado',
  'portal.pending.text':
    'Su mensaje está guardado. Su número se está preparando. Pulse el botón en unos segundos para verlo.',
  'portal.pending.again': 'Mostrar mi número',
  'portal.not-found.title': 'No lo encontramos',
  'portal.not-found.number':
    'Ninguna solicitud tiene el número {number}. Revise cada cifra: tiene la forma {example}.',
  'portal.not-found.page': 'Esta dirección no lleva a ninguna parte. Vuelva a la página de inicio.',
  'portal.link-invalid.title': 'Este enlace no funciona',
  'portal.link-invalid.text':
    'Revise que la dirección esté completa. Con su número todavía puede ver cómo va su solicitud.',
  'portal.link-expired.title': 'Este enlace ya venció',
  'portal.link-expired.text':
    'Los enlaces sirven 30 días. Con el número {number} todavía puede ver cómo va su solicitud.',
  'portal.unavailable.title': 'Intente de nuevo en un momento',
  'portal.unavailable.text':
    'No pudimos guardar su mensaje. No se envió nada. Lo que escribió sigue aquí.',
  'portal.closed-channel.title': 'Ahora no se reciben solicitudes aquí',
  'portal.closed-channel.text': 'El municipio apagó esta página. Llame al 311.',
};
