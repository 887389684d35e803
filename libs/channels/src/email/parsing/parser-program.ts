import { fileURLToPath } from 'node:url';

export interface ParserProgram {
  readonly path: string;
  readonly nodeArguments: readonly string[];
}

const HEAP_MEBIBYTES = 512;

/**
 * The program beside this file, in the language this file is in: JavaScript where the product was
 * built, TypeScript with the repository's loader where it runs from its sources.
 */
export function parserProgram(): ParserProgram {
  const language = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const path = fileURLToPath(new URL(`./parser-process.${language}`, import.meta.url));
  const loader = new URL('../../../../../scripts/typescript.mjs', import.meta.url);
  const heap = `--max-old-space-size=${HEAP_MEBIBYTES}`;
  return { path, nodeArguments: language === 'ts' ? [heap, '--import', loader.href] : [heap] };
}
