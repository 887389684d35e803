/**
 * Ends every run with one line, `N passed, N failed`, and makes a run red in which a chosen suite
 * ran no test at all: a suite that lost its files must not look like a suite that passed.
 */
export default class ClosingLineReporter {
  #options;
  #narrowed;
  #emptySuites = [];
  #ran = new Set();

  constructor(globalConfig, options) {
    this.#options = options;
    this.#narrowed =
      globalConfig.testPathPatterns.patterns.length > 0 ||
      globalConfig.nonFlagArgs.length > 0 ||
      Boolean(globalConfig.testNamePattern) ||
      globalConfig.onlyChanged ||
      globalConfig.onlyFailures ||
      globalConfig.findRelatedTests;
  }

  onTestResult(test, result) {
    const ran = result.numPassingTests + result.numFailingTests;
    if (ran > 0 || result.testExecError) this.#ran.add(test.context.config.displayName.name);
  }

  onRunComplete(_contexts, results) {
    if (!this.#narrowed) {
      this.#emptySuites = this.#options.suites.filter((suite) => !this.#ran.has(suite));
    }
    const failed =
      results.numFailedTests + results.numRuntimeErrorTestSuites + this.#emptySuites.length;
    const skipped = results.numPendingTests + results.numTodoTests;
    const lines = [
      ...this.#emptySuites.map((suite) => `The suite "${suite}" ran no test.`),
      ...(skipped > 0 ? [`${skipped} skipped`] : []),
      ...(this.#options.onServices ? [] : ['MariaDB and Redis: npm run test:services']),
      `${results.numPassedTests} passed, ${failed} failed`,
    ];
    // Jest's own summary always comes after every other reporter, and the teardown after that.
    process.once('exit', () => process.stdout.write(`${lines.join('\n')}\n`));
    endWhenIdle(failed > 0 ? 1 : 0);
  }

  getLastError() {
    if (this.#emptySuites.length === 0) return undefined;
    return new Error(`Without a test: ${this.#emptySuites.join(', ')}`);
  }
}

const TEARDOWN_MS = 30_000;

/** Clients of servers that a spec killed may hold their sockets for minutes; the verdict stands by then. */
function endWhenIdle(exitCode) {
  setTimeout(() => process.exit(exitCode), TEARDOWN_MS).unref();
}
