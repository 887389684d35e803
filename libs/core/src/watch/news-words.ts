import type { News } from '../alert/plan-alert.js';
import type { ClockStep } from '../sla/clock-steps.js';
import { type Language, renderText } from '../text/catalogue.js';
import type { ToldStep } from './notice-clocks.js';

export interface NewsWords {
  readonly language: Language;
  readonly zone: string;
  /** Where staff open a request. */
  readonly linkOf: (requestNumber: string) => string;
}

const LINES = 30;

/** What an alert about one step says. */
export function newsOfOne(told: ToldStep, words: NewsWords): News {
  const { noticed, step, urgent } = told;
  const { clock, request } = noticed;
  const { language, zone, linkOf } = words;
  const promise = renderText('alert.promise', language, { kind: clock.kind });
  const values = { number: request.number, promise, percent: step.level };
  return {
    key: keyOf(told),
    kind: step.kind,
    subject: `clock:${clock.id}`,
    request: { id: clock.requestId, number: request.number },
    title: renderText(`alert.${step.kind}`, language, values, zone),
    text: `${lineOf(told, words)}\n${linkOf(request.number)}`,
    urgent,
  };
}

/** What an alert about many steps of a kind says. */
export function newsOfMany(first: ToldStep, told: readonly ToldStep[], words: NewsWords): News {
  const { language } = words;
  const rest = told.length - LINES;
  const lines = told.slice(0, LINES).map((each) => lineOf(each, words));
  if (rest > 0) lines.push(renderText('alert.more', language, { count: rest }));
  return {
    key: ['many', String(told.length), ...keyOf(first)],
    kind: first.step.kind,
    subject: 'town',
    request: null,
    title: renderText(`alert.many-${first.step.kind}`, language, { count: told.length }),
    text: lines.join('\n'),
    urgent: first.urgent,
  };
}

function lineOf({ noticed, step }: ToldStep, { language, zone }: NewsWords): string {
  const { clock, request } = noticed;
  const promise = renderText('alert.promise', language, { kind: clock.kind });
  const { number, subject } = request;
  const values = { number, subject, promise, due: new Date(clock.dueAt) };
  return renderText(isLate(step) ? 'alert.line-late' : 'alert.line', language, values, zone);
}

function isLate({ kind }: ClockStep): boolean {
  return kind !== 'warning';
}

/** A step is noticed once; what was annulled and comes true after all is noticed, and told, anew. */
function keyOf({ noticed, step }: ToldStep): readonly string[] {
  const noticedAt = noticed.notices.map((notice) => String(notice.noticedAt));
  return ['clock', noticed.clock.id, String(step.level), ...noticedAt.slice(0, 1)];
}
