/**
 * Loaded before a worker by `--import`: notes when each batch was committed, by listening to the
 * event that the product says right after it.
 */
import { TownEvents } from '#wiring/observability/town-events';

/** Wall-clock time and number of envelopes of one commit, or of a part of it with one outcome. */
export type Moment = readonly [atMs: number, envelopes: number];

const moments: Moment[] = [];
const { prototype } = TownEvents;
const say = Reflect.get(prototype, 'say');

prototype.say = function (this: TownEvents, name, facts, count) {
  if (name === 'envelope_settled') moments.push([Date.now(), count ?? 1]);
  say.call(this, name, facts, count);
};

process.on('message', (question) => {
  if (question === 'moments') process.send?.(moments.splice(0));
});
process.channel?.unref();
