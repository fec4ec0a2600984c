import type { TaskResult, TaskRow } from '../task.ts';

/** The scored rows as a Markdown table: figure, what it must and should reach, and whether it does. */
export function formatRows(rows: readonly TaskRow[]): string {
  return table(
    ['task', 'metric', 'ours', 'must', 'goal', 'reached', 'reference', 'seed', 'seconds'],
    rows.map((row) => [
      row.task,
      row.metric,
      figure(row.value),
      `${row.better === 'higher' ? '≥' : '≤'} ${figure(row.must)}`,
      row.goal === undefined ? '' : figure(row.goal),
      reached(row),
      row.reference ?? '',
      row.seed === undefined ? 'none needed' : String(row.seed),
      row.seconds.toFixed(1),
    ]),
  );
}

/** The other models of each task as a Markdown table, losers included. */
export function formatComparisons(comparisons: TaskResult['comparisons']): string {
  return table(
    ['task', 'model', 'figures'],
    comparisons.map(({ task, model, figures }) => [
      task,
      model,
      Object.entries(figures)
        .map(([name, value]) => `${name} ${figure(value)}`)
        .join(' · '),
    ]),
  );
}

/** Which bar a row passes: `goal`, `must`, or `NO`. */
export function reached({ value, must, goal, better }: TaskRow): string {
  const passes = (bar: number): boolean => (better === 'higher' ? value >= bar : value <= bar);
  if (goal !== undefined && passes(goal)) return 'goal';
  return passes(must) ? 'must' : 'NO';
}

function figure(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(4);
}

function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  const widths = head.map((name, c) => Math.max(name.length, ...body.map((row) => (row[c] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, c) => cell.padEnd(widths[c] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line), ''].join('\n');
}
