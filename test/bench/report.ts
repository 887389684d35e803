import { spreadOf } from './statistics.js';

export type Goal =
  | { readonly kind: 'at-least'; readonly value: number }
  | { readonly kind: 'at-most'; readonly value: number };

/** One line of the table: a value a round, judged by its median. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly rounds: readonly number[];
  readonly goal: Goal | null;
}

export interface Report {
  readonly workload: string;
  readonly database: string;
  readonly figures: readonly Figure[];
  /** What is read rather than measured: plans, machine, settings. */
  readonly notes: readonly string[];
}

export interface JudgedFigure extends Figure {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** Null where there is no goal. */
  readonly reached: boolean | null;
}

export const atLeast = (value: number): Goal => ({ kind: 'at-least', value });
export const atMost = (value: number): Goal => ({ kind: 'at-most', value });

/** Collects the values of all rounds under their names, in the order in which they first came. */
export class Figures {
  private readonly figures = new Map<string, Figure & { readonly rounds: number[] }>();

  add(name: string, unit: string, value: number, goal: Goal | null = null): void {
    const figure = this.figures.get(name) ?? { name, unit, rounds: [], goal };
    figure.rounds.push(value);
    this.figures.set(name, figure);
  }

  all(): readonly Figure[] {
    return [...this.figures.values()];
  }
}

export function judge(figure: Figure): JudgedFigure {
  const spread = spreadOf(figure.rounds);
  return { ...figure, ...spread, reached: isReached(figure.goal, spread.median) };
}

export function asJson(report: Report): string {
  return JSON.stringify({ ...report, figures: report.figures.map(judge) });
}

/** A table for people, which is Markdown too. */
export function asTable(report: Report): string {
  const rows = report.figures
    .map(judge)
    .map((figure) => [
      figure.name,
      `${written(figure.median)} (${written(figure.min)}–${written(figure.max)}) ${figure.unit}`.trim(),
      goalText(figure.goal),
      figure.reached === null ? '' : figure.reached ? 'reached' : 'NOT reached',
    ]);
  const table = [['', 'median (min–max)', 'goal', ''], ...rows];
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(3, ...table.map((row) => row[column]?.length ?? 0)),
  );
  const lines = table.map((row) => lineOf(row, widths));
  lines.splice(
    1,
    0,
    lineOf(
      widths.map((width) => '-'.repeat(width)),
      widths,
    ),
  );
  const title = `## ${report.workload}, ${report.database}`;
  return [title, '', ...lines, '', ...report.notes.map((note) => `${note}\n`)].join('\n');
}

function lineOf(cells: readonly string[], widths: readonly number[]): string {
  return `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
}

function isReached(goal: Goal | null, value: number): boolean | null {
  if (goal === null) return null;
  return goal.kind === 'at-least' ? value >= goal.value : value <= goal.value;
}

function goalText(goal: Goal | null): string {
  if (goal === null) return '';
  return `${goal.kind === 'at-least' ? '≥' : '≤'} ${goal.value}`;
}

/** Three significant digits; whole numbers from a hundred on. */
function written(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toString();
  return Number(value.toPrecision(3)).toString();
}
