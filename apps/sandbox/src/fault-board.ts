/** One way in which a provider can be told to misbehave. */
export interface FaultKind {
  readonly code: string;
  readonly title: string;
  readonly explanation: string;
}

export interface ArmedFault {
  readonly provider: string;
  readonly code: string;
  /** How many times more. */
  readonly left: number;
}

/** What misbehaviour was asked for and did not happen yet; forgotten when the sandbox ends. */
export class FaultBoard {
  private readonly armed = new Map<string, ArmedFault>();

  /** @param times zero takes the fault back. */
  arm(provider: string, code: string, times: number): void {
    const key = `${provider} ${code}`;
    if (times === 0) this.armed.delete(key);
    else this.armed.set(key, { provider, code, left: times });
  }

  /** Uses up one time of the first of these faults that is armed. */
  take<Code extends string>(provider: string, codes: readonly Code[]): Code | null {
    const code = codes.find((candidate) => this.armed.has(`${provider} ${candidate}`));
    if (code === undefined) return null;
    const left = this.armed.get(`${provider} ${code}`)?.left ?? 1;
    this.arm(provider, code, left - 1);
    return code;
  }

  list(): readonly ArmedFault[] {
    return [...this.armed.values()];
  }
}
