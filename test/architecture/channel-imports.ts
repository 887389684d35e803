import { dirname, join } from 'node:path';

import ts from 'typescript';

import { contentOf, filesEndingWith } from './repository.js';

export interface Import {
  readonly by: string;
  /** A file of the repository, without its ending. */
  readonly of: string;
}

/** Every import of one file of the repository by another, types and tests included. */
export async function repositoryImports(): Promise<readonly Import[]> {
  const files = await filesEndingWith('.ts', '.mts', '.tsx');
  const found = await Promise.all(files.map(async (by) => importsIn(by, await contentOf(by))));
  return found.flat();
}

/** What a channel with this code needs deleted with it: its folder, and the tests in its name. */
export function isOfChannel(path: string, code: string): boolean {
  return path.startsWith(`libs/channels/src/${code}/`) || testsOf(code).test(path);
}

function testsOf(code: string): RegExp {
  return new RegExp(`^test/[^/]+/${code}/`);
}

export function importsIn(by: string, text: string): Import[] {
  return ts.preProcessFile(text).importedFiles.flatMap(({ fileName }) => {
    const path = pathOf(by, fileName);
    return path === null ? [] : [{ by, of: path.replace(/\.js$/, '') }];
  });
}

function pathOf(by: string, specifier: string): string | null {
  if (specifier.startsWith('.')) return join(dirname(by), specifier);
  const [, library, rest] = /^#(\w+)\/(.+)$/.exec(specifier) ?? [];
  return library === undefined || rest === undefined ? null : `libs/${library}/src/${rest}`;
}
