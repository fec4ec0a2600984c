import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainDecisionTree, predictDecisionTree, trainDecisionTree } from './decision-tree.ts';
import { reverseFeatures } from './online-model.contract.ts';

/** Quinlan's weather data (1986): play tennis? */
const weather = `sunny hot high false no
sunny hot high true no
overcast hot high false yes
rain mild high false yes
rain cool normal false yes
rain cool normal true no
overcast cool normal true yes
sunny mild high false no
sunny cool normal false yes
rain mild normal false yes
sunny mild normal true yes
overcast mild high true yes
overcast hot normal false yes
rain mild high true no`
  .split('\n')
  .map((line) => {
    const [outlook = '', temperature = '', humidity = '', windy = '', play] = line.split(' ');
    return { features: { outlook, temperature, humidity, windy: windy === 'true' }, label: play === 'yes' };
  });

describe('trainDecisionTree', () => {
  it('learns the weather data by heart when it may', () => {
    const tree = trainDecisionTree(weather, { minLeaf: 1 });
    for (const { features, label } of weather) expect(predictDecisionTree(tree, features) > 0.5).toBe(label);
    expect(tree.nodes[0]?.test).toMatchObject({ name: 'outlook', value: 'overcast' });
  });

  it('finds the threshold of its documentation', () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({ features: { age: i }, label: i >= 18 }));
    const tree = trainDecisionTree(rows);
    expect(predictDecisionTree(tree, { age: 30 })).toBeGreaterThan(0.9);
    expect(predictDecisionTree(tree, { age: 17 })).toBeLessThan(0.1);
    expect(predictDecisionTree(tree, { age: 18 })).toBeGreaterThan(0.9);
  });

  it('keeps to its depth and to its smallest leaf', () => {
    const rows = Array.from({ length: 200 }, (_, i) => ({ features: { x: i }, label: i % 2 === 0 }));
    expect(trainDecisionTree(rows, { maxDepth: 0 }).nodes).toHaveLength(1);
    const { nodes } = trainDecisionTree(rows, { minLeaf: 20, minGain: 0 });
    for (const { test, count } of nodes) if (test === null) expect(count).toBeGreaterThanOrEqual(20);
  });

  it('sends what is missing where most rows went', () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({ features: { age: i }, label: i >= 10 }));
    expect(predictDecisionTree(trainDecisionTree(rows), {})).toBeGreaterThan(0.9);
  });

  it('makes one leaf of no rows at all', () => {
    expect(predictDecisionTree(trainDecisionTree([]), { x: 1 })).toBe(0.5);
  });
});

describe('a decision tree on any finite rows', () => {
  const value = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom('a', '', true, false, null, undefined),
  );
  const features = fc.dictionary(fc.constantFrom('a', 'b', 'constructor'), value);
  const rows = fc.array(fc.record({ features, label: fc.boolean() }), { maxLength: 30 });

  it('answers probabilities that its contributions explain, whatever the order of names', () => {
    fc.assert(
      fc.property(rows, features, (learned, asked) => {
        const tree = trainDecisionTree(learned, { minLeaf: 1 });
        const reversed = trainDecisionTree(
          learned.map((row) => ({ ...row, features: reverseFeatures(row.features) })),
          { minLeaf: 1 },
        );
        const predicted = predictDecisionTree(tree, asked);
        expect(predicted >= 0 && predicted <= 1).toBe(true);
        expect(predictDecisionTree(reversed, reverseFeatures(asked))).toBe(predicted);
        // JSON.parse answers unknown data; it is exactly what was a tree.
        const restored = JSON.parse(JSON.stringify(tree)) as typeof tree;
        expect(predictDecisionTree(restored, asked)).toBe(predicted);
        const { contributions, total } = explainDecisionTree(tree, asked);
        expect(contributions.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(total, 9);
      }),
    );
  });
});

describe('explainDecisionTree', () => {
  it('names the tests on the path; their amounts sum to the log-odds', () => {
    const tree = trainDecisionTree(weather, { minLeaf: 1 });
    const { contributions, total, prediction } = explainDecisionTree(tree, weather[0]?.features ?? {});
    expect(contributions.reduce((sum, { amount }) => sum + amount, 0)).toBeCloseTo(total, 12);
    expect(prediction).toBeCloseTo(predictDecisionTree(tree, weather[0]?.features ?? {}), 12);
    expect(contributions.map(({ name }) => name)).toContain('humidity');
  });
});
