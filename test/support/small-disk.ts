import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A disk of a few MiB that can be filled to the last byte and freed again. */
export interface SmallDisk {
  readonly folder: string;
  fill(): void;
  free(): void;
  remove(): void;
}

/** A memory file system of its own, which only root may mount. */
export function mountSmallDisk(mebibytes: number): SmallDisk {
  const folder = mkdtempSync('/tmp/tl-disk-');
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=700`, 'tmpfs', folder]);
  const filler = join(folder, 'filler');
  return {
    folder,
    fill: () => fillUp(filler),
    free: () => rmSync(filler),
    remove() {
      execFileSync('umount', ['--lazy', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function fillUp(file: string): void {
  try {
    for (;;) appendFileSync(file, Buffer.alloc(16_384));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}

/**
 * The same for a process that may not mount: no file may grow beyond a size. It counts for processes
 * started by `shellPrefix`, and is lifted for the one that `free` names.
 */
export const fileSizeLimit = {
  /** The signal would end the process; ignored, the write fails like one on a full disk. */
  shellPrefix: (kibibytes: number) => `trap '' XFSZ; ulimit -S -f ${kibibytes * 2};`,
  lift: (pid: number) => {
    execFileSync('prlimit', ['--pid', String(pid), '--fsize=unlimited:']);
  },
};
