import type { ConsentWordList } from '../consent-word-list.js';

const messages = 'mensajes|textos|sms|mensajitos|notificaciones|avisos|alertas';

export const spanishConsent: ConsentWordList = {
  stop: [
    ...['parar', 'alto', 'baja', 'cancelar', 'detener', 'terminar', 'fin', 'parar todo'],
    ...['cancelar todo', 'darme de baja', 'dar de baja', 'anular'],
  ],
  start: ['iniciar', 'empezar', 'comenzar', 'reanudar', 'alta', 'inicio'],
  help: ['ayuda', 'informacion'],
  polite: ['por', 'favor', 'porfavor', 'ya', 'gracias', 'muchas', 'ahora', 'si'],
  likelyStop: [
    ...[
      'pare',
      'paren',
      'para',
      'parale',
      'basta',
      'no mas',
      'deje',
      'dejen',
      'salir',
      'desuscribir',
    ],
    ...['desuscribirme', 'cancele', 'cancelen', 'detente', 'eliminar', 'borrar', 'borrenme'],
    ...['quitenme', 'numero equivocado', 'no me interesa', 'dejenme en paz', 'dejeme en paz'],
  ],
  wordings: [
    'deje|dejen|deja|pare|paren|parar|cese|cesen|detenga|detengan|detener de enviar*|mandar*|escribir*|textear*|mensajear*|contactar*',
    `deje|dejen|deja de .. ${messages}`,
    `pare|paren|parar|cese|cesen|detenga|detengan|detener|cancelar|cancele|cancelen|basta|suspenda|suspendan .. ${messages}`,
    'no me|nos mande|manden|mandes|envie|envien|envies|escriba|escriban|escribas|contacte|contacten|textee|texteen',
    `no envie|envien|mande|manden|quiero|deseo|necesito|queremos|deseamos|autorizo|acepto .. ${messages}`,
    'no quiero|deseo|queremos que me|nos escrib*|mand*|envi*|contact*|texte*',
    `no mas ${messages}`,
    'ya no me|nos .. mand*|envi*|escrib*|contact*|texte*',
    'quiteme|quitenme|quitame|borreme|borrenme|borrame|elimineme|eliminenme|saqueme|saquenme de',
    'quite|quiten|borre|borren|elimine|eliminen|saque|saquen mi numero|telefono|celular',
    'deme|denme|dame|darme de baja',
    'revoco|retiro|cancelo mi|el consentimiento|permiso|autorizacion',
    'tiene|tienen el numero equivocado',
  ],
  harmless: [
    'responda|conteste|envie|mande alto|stop|parar|baja .. mensajes|textos',
    'de baja el|la|del|mi|un .. servicio|agua|cuenta|basura|luz|contrato|recibo',
    'no me|nos mande|manden|envie|envien .. cuadrilla|gente|recibo|factura|inspector|camion',
    'no me|nos mande|manden|envie|envien al|a|otro|otra',
    'mi numero de casa',
    'parada|paradas de',
  ],
};
