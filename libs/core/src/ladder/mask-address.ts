const SHOWN_DIGITS = 4;

/** An address that its owner knows again and nobody else learns: `a•••@example.org`, `•••0101`. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@');
  const [first = ''] = Array.from(address);
  return at < 1
    ? `•••${Array.from(address).slice(-SHOWN_DIGITS).join('')}`
    : `${first}•••${address.slice(at)}`;
}
