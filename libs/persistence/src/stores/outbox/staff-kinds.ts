import { staffKinds } from '#core/channel/delivery';

/** For `kind IN (…)`: words of our own, without a quote in them. */
export const staffKindsSql = staffKinds.map((kind) => `'${kind}'`).join(', ');
