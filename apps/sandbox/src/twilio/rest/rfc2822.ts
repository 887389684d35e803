/** A time as the API writes it: `Fri, 24 May 2019 17:44:46 +0000`. */
export function rfc2822(at: number): string {
  return new Date(at).toUTCString().replace('GMT', '+0000');
}
