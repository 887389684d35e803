/** A setting under which an acknowledged message could be lost or altered: the start is refused. */
export interface StorageFault {
  readonly setting: string;
  readonly problem: string;
  readonly remedy: string;
}
