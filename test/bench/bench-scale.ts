export type Target = 'mariadb' | 'embedded';

/** How much is done: everything, or just enough to see that the bench works. */
export interface BenchScale {
  readonly quick: boolean;
  readonly rounds: number;
  readonly targets: readonly Target[];
}
