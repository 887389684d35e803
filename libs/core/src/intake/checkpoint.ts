/**
 * Named steps at which a process may die; each is followed by a promise about what is then true.
 * Production binds the empty one; crash tests kill the process at a chosen step.
 */
export type CheckpointName =
  | 'poll:fetched'
  | 'poll:committed'
  | 'poll:finished'
  | 'accept:before-commit'
  | 'accept:committed'
  | 'register:locked'
  | 'register:written'
  | 'register:committed'
  | 'digest:written'
  | 'digest:committed'
  | 'deliver:claimed'
  | 'deliver:sent'
  | 'deliver:settled'
  | 'ladder:decided'
  | 'ladder:committed'
  | 'page:decided'
  | 'page:written'
  | 'page:committed'
  | 'alert:decided'
  | 'alert:committed'
  | 'watch:decided'
  | 'watch:committed'
  | 'silence:counted'
  | 'silence:alarmed'
  | 'recount:planned'
  | 'recount:committed';

export type Checkpoint = (name: CheckpointName) => void;

export const noCheckpoint: Checkpoint = () => undefined;
