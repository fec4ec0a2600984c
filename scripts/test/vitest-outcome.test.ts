import { describe, expect, it } from 'vitest';
import { readVitestOutcome, slowestFiles, type VitestReport } from './vitest-outcome.ts';

const report = (status: string, ...statuses: string[]): VitestReport => ({
  testResults: [
    {
      name: '/a.test.ts',
      status,
      startTime: 0,
      endTime: 1,
      assertionResults: statuses.map((each, index) => ({ status: each, fullName: `test ${index}` })),
    },
  ],
});

describe('readVitestOutcome', () => {
  it('counts what passed and failed, and names what was skipped for whatever reason', () => {
    const outcome = readVitestOutcome(
      report('failed', 'passed', 'failed', 'skipped', 'todo', 'pending', 'passed'),
      1,
    );
    expect(outcome).toEqual({ passed: 2, failed: 1, skipped: ['test 2', 'test 3', 'test 4'] });
  });

  it('counts a file that could not be loaded as one failure', () => {
    expect(readVitestOutcome(report('failed'), 1)).toMatchObject({ passed: 0, failed: 1 });
  });

  it('counts a file whose hook failed after its tests passed', () => {
    expect(readVitestOutcome(report('failed', 'passed'), 1)).toMatchObject({ passed: 1, failed: 1 });
  });

  it('does not pass when vitest failed outside of all tests', () => {
    expect(readVitestOutcome(report('passed', 'passed'), 1)).toMatchObject({ passed: 1, failed: 1 });
  });
});

describe('slowestFiles', () => {
  it('names the files that took long, the slowest first', () => {
    const file = (name: string, startTime: number, endTime: number) => ({
      name,
      status: 'passed',
      startTime,
      endTime,
      assertionResults: [],
    });
    const testResults = [file('quick', 5, 10), file('slow', 10, 40), file('slowest', 0, 90)];
    expect(slowestFiles({ testResults }, 30)).toEqual([
      { name: 'slowest', ms: 90 },
      { name: 'slow', ms: 30 },
    ]);
  });
});
