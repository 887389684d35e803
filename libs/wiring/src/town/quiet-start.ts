import type { NestApplicationOptions } from '@nestjs/common';

/** A refused start is told by whoever starts; Nest would print its own account of it first. */
export const quietStart: Pick<NestApplicationOptions, 'abortOnError' | 'logger'> = {
  abortOnError: false,
  logger: false,
};
