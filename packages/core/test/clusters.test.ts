import { expect, it } from 'vitest';
import { findDataFolder } from '../bench/data/data-folder.ts';
import { runClusters } from '../bench/tasks/clusters.ts';

const data = findDataFolder();
if (!data) console.warn('clusters: SKIPPED: no data folder (set LIKENESS_DATA)');

it.runIf(data)(
  'clusters shoppers in one pass at least as tightly as MacQueen',
  () => {
    if (!data) return;
    expect(runClusters(data).json['clusters.inertia']).toBeLessThanOrEqual(3.065);
  },
  180_000,
);
