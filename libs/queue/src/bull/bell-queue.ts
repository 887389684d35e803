import { type Bell } from '#core/queue/job-queue';

/** The one Bull queue; a job's name and its id are the bell, so that rings coalesce. */
export const BELL_QUEUE = 'bells';

/** A job says that something came, nothing else; which bell it is stands in its name. */
export type BellJob = Record<string, never>;

export const registerBell: Bell = 'register';
export const deliverBell: Bell = 'deliver';
