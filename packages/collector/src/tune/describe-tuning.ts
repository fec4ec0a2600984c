import { configuredPolicy, type FamilyTuning, type PolicyScore } from '@likeness/core';

/** The table of one family: every policy, best first, and what is picked. */
export function describeFamily({ family, sessions, scores, pick }: FamilyTuning): string {
  const rows = scores.map((score) => [
    score.policy.name === pick.policy.name ? '→' : '',
    score.policy.name,
    score.hitRate.toFixed(3),
    score.ndcg.toFixed(3),
    score.policy.name === configuredPolicy ? '' : signed(score.difference),
    score.policy.name === configuredPolicy
      ? ''
      : `${signed(score.interval[0])} … ${signed(score.interval[1])}`,
    score.policy.name === configuredPolicy ? '' : percent(score.confidence),
    describeMix(score),
  ]);
  const head = [
    '',
    'policy',
    'hit rate',
    'NDCG@5',
    'better by',
    '95 % interval',
    'confidence',
    'count/fast/slow/crowd',
  ];
  return [`${family}: ${sessions} sessions judged`, ...layOut([head, ...rows])].join('\n');
}

function describeMix({ mix }: PolicyScore): string {
  return [mix.count, mix.fast, mix.slow, mix.crowd].map((share) => share.toFixed(2)).join(' ');
}

function signed(difference: number): string {
  if (!Number.isFinite(difference)) return '?';
  return `${difference < 0 ? '−' : '+'}${Math.abs(difference).toFixed(4)}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function layOut(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) =>
    `  ${row.map((cell, column) => (column <= 1 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')}`.trimEnd(),
  );
}
