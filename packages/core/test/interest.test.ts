import { expect, it } from 'vitest';
import { findDataFolder } from '../bench/data/data-folder.ts';
import { loadOnlineRetail } from '../bench/data/online-retail.ts';
import { scoreInterests, tagTouches } from '../bench/tasks/interest.ts';
import { createInterestModel } from '../src/models/interest-model.ts';

const data = findDataFolder();
if (!data) console.warn('interest: SKIPPED: no data folder (set LIKENESS_DATA)');

it.runIf(data)(
  'expects what customers buy next week as well as the specification demands',
  () => {
    if (!data) return;
    const touches = tagTouches(loadOnlineRetail(data));
    const figures = scoreInterests(createInterestModel(), touches, touches[0]?.at ?? 0);
    expect(figures.customerWeeks).toBe(3835);
    expect(figures.ndcg10).toBeGreaterThanOrEqual(0.46);
  },
  180_000,
);
