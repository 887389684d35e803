import { expect, it } from '@jest/globals';

import { refusedReference } from './refused-reference.js';
import type { WhatsAppSettings } from './settings.js';

const allowed: Pick<WhatsAppSettings, 'allowedCountries'> = { allowedCountries: ['US', 'CA'] };

it.each([
  ['19195550111', 'US.13491208655302741918', null],
  [null, 'US.13491208655302741918', null],
  [null, 'CA.ENT.1', null],
  ['18765550101', 'US.1', 'JM'],
  [null, 'JM.1', 'JM'],
  [null, null, 'unknown country'],
])('A citizen with the number %s and the id %s is refused for: %s', (phone, userId, country) => {
  const refusal = refusedReference({ phone, userId }, allowed);
  if (country === null) expect(refusal).toBeNull();
  else expect(refusal).toContain(country);
});
