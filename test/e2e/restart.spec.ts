import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { newLoopbackSecret } from '../support/loopback-events.js';
import { RunningTown } from '../support/running-town.js';
import { onServices } from '../support/services.js';
import { Citizen, numberIn, StaffClient, until, writeFrom } from '../support/town-client.js';

describe('Stopping and starting', () => {
  let town: RunningTown;

  beforeEach(async () => {
    town = await RunningTown.found();
  });
  afterEach(() => town.remove());

  it('keeps requests, links, keys and accounts over a restart', async () => {
    const citizen = new Citizen(town);
    const { path, page } = await citizen.report({ text: 'Written before the restart.' });
    const { key } = town;
    await town.stop();
    await town.start();
    expect(town.key).toBe(key);
    expect((await citizen.get(path)).body).toContain('Written before the restart.');
    const staff = new StaffClient(town);
    await staff.reply(numberIn(page), { text: 'Answered after it.' });
    await until(
      () => citizen.get(path),
      ({ body }) => body.includes('Answered after it.'),
    );
  });

  it('sends after the restart what was waiting before it', async () => {
    const citizen = new Citizen(town);
    const { path, page } = await citizen.report({ text: 'A question.' });
    await new StaffClient(town).reply(numberIn(page), { text: 'An answer.', holdSeconds: 1 });
    await town.stop();
    await town.start();
    await until(
      () => citizen.get(path),
      ({ body }) => body.includes('An answer.'),
    );
  });

  it('says that it is not ready while it drains, and ends the sends under way', async () => {
    const secret = newLoopbackSecret();
    const staff = new StaffClient(town);
    await staff.addLoopback({ latencyMs: 400 }, secret);
    await writeFrom(town, secret, { id: 'slow', from: 'slow', text: 'Slow.' });
    const [request] = await until(
      () => staff.stream(),
      (requests) => requests.length === 1,
    );
    await staff.reply(request?.number ?? '', { text: 'On its way.' });
    await until(
      () => staff.request(request?.number ?? ''),
      ({ timeline }) =>
        timeline.some(
          ({ text, delivery }) => text === 'On its way.' && delivery?.state === 'sending',
        ),
    );
    await town.stop();
    await town.start();
    const { timeline } = await staff.request(request?.number ?? '');
    const reply = timeline.find(({ text }) => text === 'On its way.');
    expect(reply?.delivery).toMatchObject({ state: 'sent', attempts: 1 });
  });

  if (!onServices()) {
    it('refuses a second process in the same data folder with a sentence', async () => {
      await expect(town.sibling()).rejects.toThrow(/in use by another process.*TOWNLINE_DATA_DIR/);
      expect((await fetch(`${town.url}/health/ready`)).status).toBe(200);
    });
  }

  if (onServices()) {
    it('makes one request of ten first messages of one identity over two api processes', async () => {
      const secret = newLoopbackSecret();
      await new StaffClient(town).addLoopback({}, secret);
      const other = await town.sibling({ works: false });
      try {
        await Promise.all(
          Array.from({ length: 10 }, (_, index) =>
            writeFrom(index % 2 === 0 ? town : other, secret, {
              id: `first-${index}`,
              from: 'newcomer',
              text: `First words ${index}.`,
            }),
          ),
        );
        const stream = await until(
          () => new StaffClient(town).stream(),
          (requests) => requests.some(({ messageCount }) => messageCount === 10),
        );
        expect(stream).toHaveLength(1);
      } finally {
        await other.stop();
      }
    });
  }
});
