const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME|SIGNATURE/;

/**
 * What to do about a certificate that was refused, as half a sentence; null when the code is of
 * another kind (`openssl verify`, and `ERR_TLS_CERT_ALTNAME_INVALID` of Node).
 */
export function certificateRemedy(code: string): string | null {
  if (!CERTIFICATE.test(code)) return null;
  if (code.includes('ALTNAME')) {
    return 'is for another name: give as host the name that is in it';
  }
  if (code === 'CERT_HAS_EXPIRED') return 'has expired: have it renewed';
  if (code === 'CERT_NOT_YET_VALID') return 'is not valid yet: set the clock of this machine';
  return 'is not signed by an authority that is known here: give that as certificateAuthority, or have the server use a public one';
}
