import { refused, type Result, succeeded } from '#core/error/result';

import { resultOfAnswer } from './problem-answer.js';

export interface Downloaded {
  /** As the town named it; null when it did not. */
  readonly filename: string | null;
  readonly contentType: string;
  readonly bytes: Buffer;
}

interface FileAnswer {
  readonly status: number;
  readonly disposition: string | undefined;
  readonly contentType: string | undefined;
  readonly bytes: Buffer;
}

const OK = 200;

/** The file of an answer, or the problem that it carries instead. */
export function downloadOf(answer: FileAnswer): Result<Downloaded> {
  const { status, disposition, contentType = 'application/octet-stream', bytes } = answer;
  if (status === OK && disposition !== undefined) {
    return succeeded({ filename: nameIn(disposition), contentType, bytes });
  }
  const problem = resultOfAnswer(status, bytes.toString('utf8'));
  return problem.ok ? refused(noFile) : problem;
}

/** RFC 8187 §3.2. */
function nameIn(disposition: string): string | null {
  const encoded = /filename\*=UTF-8''([^;\s]+)/.exec(disposition)?.[1];
  try {
    return encoded === undefined ? null : decodeURIComponent(encoded);
  } catch {
    return null;
  }
}

const noFile = {
  code: 'unavailable',
  title: 'The town answered without a file',
  detail: 'The town and the command are of different versions. Use the command that came with it.',
} as const;
