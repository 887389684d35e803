/**
 * Lets plain Node run our TypeScript from its sources, for programs outside Jest and the build:
 * `node --import ./scripts/typescript.mjs test/bench/some.ts`. It strips types, it does not check them.
 */
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
