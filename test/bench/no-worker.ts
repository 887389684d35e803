/** Loaded before the town by `--import`: it accepts, and its worker never starts. */
import { Worker } from '#wiring/worker/worker';

Worker.prototype.start = () => undefined;
