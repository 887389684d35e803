import type { EmergencyKind } from '../emergency/emergency-kind.js';
import type { Service } from './service.js';

/** What a town begins with: the services that most towns of this size have, in both languages. */
export const shippedServices: readonly Service[] = [
  service(
    'SW-MISS',
    ['Missed collection', 'Recolección omitida'],
    ['Waste', 'Solid waste'],
    ['1 business day', 'no'],
  ),
  service(
    'SW-BULK',
    ['Bulky item pickup', 'Recolección de objetos grandes'],
    ['Waste', 'Solid waste'],
    ['5 business days', 'no'],
  ),
  service(
    'SW-CART',
    ['Cart lost or broken', 'Contenedor perdido o roto'],
    ['Waste', 'Solid waste'],
    ['5 business days', 'no'],
  ),
  service(
    'SW-YARD',
    ['Yard waste', 'Residuos de jardín'],
    ['Waste', 'Solid waste'],
    ['5 business days', 'no'],
  ),
  service(
    'ST-POT',
    ['Pothole', 'Bache'],
    ['Streets', 'Streets'],
    ['3 business days', 'if a vehicle is disabled'],
  ),
  service(
    'ST-SIDE',
    ['Sidewalk or ramp blocked or broken', 'Acera o rampa obstruida o rota'],
    ['Streets', 'Streets'],
    ['3 business days', 'no'],
  ),
  service(
    'ST-TREE',
    ['Tree down', 'Árbol caído'],
    ['Streets', 'Streets / Parks'],
    ['1 business day', 'yes'],
  ),
  service(
    'ST-SIGN',
    ['Sign missing or down', 'Señal de tránsito faltante o caída'],
    ['Streets', 'Traffic'],
    ['2 business days', 'stop or yield signs only'],
  ),
  service(
    'TR-SIG',
    ['Signal problem', 'Problema con un semáforo'],
    ['Streets', 'Traffic or state DOT'],
    ['1 business day', 'dark signals only'],
  ),
  service(
    'TR-LITE',
    ['Street light out', 'Farola apagada'],
    ['Streets', 'Power company'],
    ['referral in 1 business day', 'no'],
  ),
  service(
    'WA-MAIN',
    [
      'Water in street, main break, no water',
      'Agua en la calle, rotura de tubería principal o falta de agua',
    ],
    ['Water', 'Utilities'],
    ['60 minutes', 'yes', 'water'],
  ),
  service(
    'WA-QUAL',
    ['Water colour, smell or pressure', 'Color, olor o presión del agua'],
    ['Water', 'Utilities'],
    ['1 business day', 'pressure loss only'],
  ),
  service(
    'WA-SEW',
    ['Sewer overflow or backup', 'Desbordamiento o retroceso de aguas negras'],
    ['Water', 'Utilities'],
    ['60 minutes', 'yes', 'sewer'],
  ),
  service(
    'WA-BILL',
    ['Utility bill question', 'Pregunta sobre la factura de servicios'],
    ['Water', 'Finance'],
    ['inquiry', 'no'],
  ),
  service(
    'SWM-FLOOD',
    ['Flooded street or yard', 'Calle o patio inundado'],
    ['Stormwater', 'Stormwater'],
    ['1 business day', 'if a road is cut'],
  ),
  service(
    'SWM-DUMP',
    ['Illegal dumping or spill in creek', 'Vertido ilegal o derrame en un arroyo'],
    ['Stormwater', 'Stormwater'],
    ['1 business day', 'spill only'],
  ),
  service(
    'CE-NUIS',
    [
      'Tall grass, junk, graffiti on private land',
      'Maleza alta, chatarra o grafiti en propiedad privada',
    ],
    ['Property', 'Code enforcement'],
    ['5 business days', 'no'],
  ),
  service(
    'PK-FAC',
    ['Park damage, graffiti in park', 'Daños o grafiti en un parque'],
    ['Parks', 'Parks'],
    ['3 business days', 'no'],
  ),
  service(
    'PK-RES',
    ['Reservations and programmes', 'Reservaciones y programas'],
    ['Parks', 'Parks'],
    ['inquiry', 'no'],
  ),
  service(
    'AN-DEAD',
    ['Dead animal in road', 'Animal muerto en la vía'],
    ['Animals', 'Solid waste'],
    ['1 business day', 'no'],
  ),
  service(
    'AN-STRAY',
    ['Stray animal or bite', 'Animal suelto o mordedura'],
    ['Animals', 'Police'],
    ['referral', 'referral text'],
  ),
  service(
    'PD-NON',
    ['Noise, parking, non-urgent police', 'Ruido, estacionamiento, asuntos policiales no urgentes'],
    ['Safety', 'Police'],
    ['referral', 'referral text'],
  ),
  service(
    'AC-ADA',
    ['Access barrier or ADA complaint', 'Barrera de acceso o queja por discapacidad (ADA)'],
    ['Town hall', 'ADA coordinator'],
    ['2 business days', 'no'],
  ),
  service(
    'RC-REQ',
    ['Public records request', 'Solicitud de registros públicos'],
    ['Town hall', 'Town clerk'],
    ['1 business day', 'no'],
  ),
  service(
    'FB-GEN',
    ['Compliment, opinion, other', 'Felicitación, opinión u otro asunto'],
    ['Town hall', '311'],
    ['inquiry', 'no'],
  ),
];

function service(
  code: string,
  [en, es]: readonly [string, string],
  [group, department]: readonly [string, string],
  [target, afterHours, emergencyKind]: readonly [string, string, EmergencyKind?],
): Service {
  const names = { en, es };
  return {
    ...{ code, names, department, group, target, afterHours },
    emergencyKind: emergencyKind ?? null,
    ...{ enabled: true, version: 1 },
  };
}
