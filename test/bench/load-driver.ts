import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import type { Load, LoadResult } from './load.js';

const PROGRAM = fileURLToPath(new URL('./load-process.ts', import.meta.url));
const TYPESCRIPT = new URL('../../scripts/typescript.mjs', import.meta.url).href;

/** The load process, kept for many loads so that its code is warm. */
export class LoadDriver {
  private constructor(private readonly child: ChildProcess) {}

  static async start(): Promise<LoadDriver> {
    const child = fork(PROGRAM, { execArgv: ['--import', TYPESCRIPT], serialization: 'advanced' });
    await once(child, 'message');
    return new LoadDriver(child);
  }

  async run(load: Load): Promise<LoadResult> {
    this.child.send(load);
    const [answer] = (await once(this.child, 'message')) as [
      { readonly result: LoadResult } | { readonly error: string },
    ];
    if ('error' in answer) throw new Error(`The load failed: ${answer.error}`);
    return answer.result;
  }

  stop(): void {
    this.child.disconnect();
  }
}
