/** Drives load from a process of its own, so that its work is not counted as the product's. */
import { type Load, runLoad } from './load.js';

process.on('message', (load: Load) => {
  void runLoad(load).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
