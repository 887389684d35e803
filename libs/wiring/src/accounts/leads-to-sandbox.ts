const THIS_MACHINE = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?|0\.0\.0\.0|\[?::\]?)$/i;

/**
 * Whether settings name one of the sandbox's doors, as the address of a provider or as host and
 * port: in production such an account would keep its citizens' answers from them.
 *
 * @param ports where the sandbox listens.
 */
export function leadsToSandbox(settings: unknown, ports: readonly number[]): boolean {
  if (typeof settings === 'string') return isDoor(settings, ports);
  if (typeof settings !== 'object' || settings === null) return false;
  const { host, port } = settings as { readonly host?: unknown; readonly port?: unknown };
  if (typeof host === 'string' && THIS_MACHINE.test(host) && ports.includes(Number(port))) {
    return true;
  }
  return Object.values(settings).some((value) => leadsToSandbox(value, ports));
}

function isDoor(text: string, ports: readonly number[]): boolean {
  if (!URL.canParse(text)) return false;
  const { hostname, port } = new URL(text);
  return THIS_MACHINE.test(hostname) && ports.includes(Number(port));
}
