import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { installed, shortFolder } from './private-process.js';

export interface Certificate {
  /** Files, for servers that want their names. */
  readonly certificatePath: string;
  readonly keyPath: string;
}

export interface CertificateAuthority {
  /** As PEM. */
  readonly certificate: string;
  /** @param names as in a certificate: `DNS:localhost`, `IP:127.0.0.1`. */
  issue(names: readonly string[], days?: number): Certificate;
  selfSigned(names: readonly string[]): Certificate;
  remove(): void;
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/** An authority that nobody knows but who is told, in a folder of its own. */
export function privateAuthority(): CertificateAuthority {
  const folder = shortFolder('tl-c');
  const file = (name: string) => join(folder, name);
  const openssl = (...args: readonly string[]) =>
    execFileSync(installed('openssl', 'openssl'), args, { cwd: folder, stdio: 'pipe' });
  const selfSigned = (name: string, subject: string, further: readonly string[] = []) => {
    const output = ['-keyout', `${name}.key`, '-out', `${name}.pem`];
    openssl('req', '-x509', ...NEW_KEY, ...output, '-days', '2', '-subj', subject, ...further);
    return { certificatePath: file(`${name}.pem`), keyPath: file(`${name}.key`) };
  };
  const { certificatePath } = selfSigned('authority', '/CN=Town of Fairmill');
  let issued = 0;
  return {
    certificate: readFileSync(certificatePath, 'utf8'),
    issue(names, days = 2) {
      const name = `server-${(issued += 1)}`;
      const output = ['-keyout', `${name}.key`, '-out', `${name}.csr`];
      openssl('req', ...NEW_KEY, ...output, '-subj', '/CN=mail');
      writeFileSync(file(`${name}.ext`), `subjectAltName=${names.join(',')}\n`);
      const signing = ['-CA', 'authority.pem', '-CAkey', 'authority.key', '-days', String(days)];
      const files = ['-in', `${name}.csr`, '-extfile', `${name}.ext`, '-out', `${name}.pem`];
      openssl('x509', '-req', ...files, ...signing);
      return { certificatePath: file(`${name}.pem`), keyPath: file(`${name}.key`) };
    },
    selfSigned(names) {
      const name = `server-${(issued += 1)}`;
      return selfSigned(name, '/CN=mail', ['-addext', `subjectAltName=${names.join(',')}`]);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
