import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../..', import.meta.url));

export async function contentOf(path: string): Promise<string> {
  return readFile(join(repository, path), 'utf8');
}

export interface PackageFile {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

export async function packageFile(): Promise<PackageFile> {
  return JSON.parse(await contentOf('package.json')) as PackageFile;
}

const LEFT_OUT = new Set(['node_modules', 'dist', '.git', 'data', 'coverage']);

/** Files of the repository with one of the endings, from its root. */
export async function filesEndingWith(...endings: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of await readdir(join(repository, folder), { withFileTypes: true })) {
      if (LEFT_OUT.has(entry.name)) continue;
      const path = join(folder, entry.name);
      if (entry.isDirectory()) folders.push(path);
      else if (endings.some((ending) => path.endsWith(ending))) found.push(path);
    }
  }
  return found.sort();
}
