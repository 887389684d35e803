import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { freePort } from './private-process.js';
import { ProductProcess } from './product-process.js';
import { freshDatabase, onServices, redisUrl } from './services.js';

/** What `npm start` runs: the town's process with its sandbox beside it. */
export class TownWithSandbox {
  private process: ProductProcess | null = null;

  private constructor(
    readonly folder: string,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  static async start(): Promise<TownWithSandbox> {
    const folder = await mkdtemp('/tmp/tl-npm-start-');
    const [port, sandbox, smtp] = [await freePort(), await freePort(), await freePort()];
    const town = new TownWithSandbox(folder, {
      TOWNLINE_DATA_DIR: join(folder, 'data'),
      TOWNLINE_HOST: '127.0.0.1',
      TOWNLINE_PORT: String(port),
      TOWNLINE_METRICS_PORT: '0',
      TOWNLINE_LOG_LEVEL: 'warn',
      TOWNLINE_SEND_RETRIES: '200ms,500ms,1s',
      TOWNLINE_SANDBOX_PORT: String(sandbox),
      TOWNLINE_SANDBOX_SMTP_PORT: String(smtp),
      ...(onServices() && {
        TOWNLINE_DATABASE_URL: await freshDatabase(),
        TOWNLINE_REDIS_URL: redisUrl(),
      }),
    });
    await town.again({});
    return town;
  }

  /** Starts it on the same data; the last words are those about the sandbox. */
  async again(env: Readonly<Record<string, string>>, words = 'sandbox'): Promise<void> {
    await this.process?.stop();
    this.process = await ProductProcess.start({
      entry: 'apps/town/src/main.js',
      env: { ...this.env, ...env },
      ready: (process) => Promise.resolve(process.output().includes(words)),
    });
  }

  get running(): ProductProcess {
    if (this.process === null) throw new Error('The town does not run.');
    return this.process;
  }

  get url(): string {
    return `http://127.0.0.1:${this.env['TOWNLINE_PORT'] ?? ''}`;
  }

  get sandboxUrl(): string {
    return `http://127.0.0.1:${this.env['TOWNLINE_SANDBOX_PORT'] ?? ''}`;
  }

  /** As a member of staff. */
  async staff(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
    const file = join(this.folder, 'data/staff.json');
    if (!existsSync(file)) throw new Error('The town has no staff key yet.');
    const { key } = JSON.parse(await readFile(file, 'utf8')) as { readonly key: string };
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return (await answer.json()) as Record<string, unknown>;
  }

  async sandboxPage(path: string): Promise<string> {
    return (await fetch(`${this.sandboxUrl}${path}`)).text();
  }

  /** Follows to the page that it leads to. */
  async sandboxPost(
    path: string,
    fields: Readonly<Record<string, string>>,
  ): Promise<{ readonly path: string; readonly page: string }> {
    const body = new URLSearchParams(fields);
    const answer = await fetch(`${this.sandboxUrl}${path}`, { method: 'POST', body });
    return { path: new URL(answer.url).pathname, page: await answer.text() };
  }

  async remove(): Promise<void> {
    await this.process?.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
