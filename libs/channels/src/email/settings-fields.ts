import { X509Certificate } from 'node:crypto';

import { z } from 'zod';

export const hostname = z
  .string()
  .regex(/^[A-Za-z0-9.:[\]-]{1,255}$/, 'Write a host name or an address.');
export const port = z.int().min(1).max(65_535);
export const mailAddress = z
  .email('Write an address such as 311@fairmill.example.')
  .max(254)
  .transform((address) => address.toLowerCase());
export const mailbox = z.string().min(1).max(255);
const secretText = z.string().min(1).max(4_096).meta({ secret: true });

export const security = z.enum(['tls', 'starttls', 'none']);

export const signIn = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('password'),
    password: secretText.describe('Password of the user, or one made for this program.'),
  }),
  z.strictObject({
    kind: z.literal('oauth'),
    provider: z
      .enum(['google', 'microsoft', 'other'])
      .describe('Whose token service is asked; `other` needs `tokenUrl`.'),
    clientId: z.string().min(1).max(512).describe('Id of the registered application.'),
    clientSecret: secretText.optional().describe('Secret of the registered application.'),
    refreshToken: secretText.describe('What authorising the mailbox gave.'),
    tokenUrl: z.url().max(1_000).optional().describe('Address of another token service.'),
  }),
]);

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const NO_CERTIFICATE =
  'Paste the certificate of the authority as text: -----BEGIN CERTIFICATE----- and so on.';

export const certificateAuthority = z
  .string()
  .max(100_000)
  .refine(isCertificate, NO_CERTIFICATE)
  .describe(
    'Certificate (PEM) of a private authority that signed the certificate of the server; no other is trusted then.',
  );

function isCertificate(text: string): boolean {
  const certificates = text.match(CERTIFICATE) ?? [];
  return certificates.length > 0 && certificates.every(canBeRead);
}

function canBeRead(certificate: string): boolean {
  try {
    return new X509Certificate(certificate).subject !== '';
  } catch {
    return false;
  }
}
