import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import * as core from '../src/index.ts';
import { readStatements, refuteClaim } from './examples/example-claims.ts';
import { readExamples } from './examples/read-examples.ts';

const source = join(import.meta.dirname, '../src');
const examples = readExamples(source);

describe('examples of the documentation', () => {
  it.each(examples)('$file: $name does what its example says', ({ file, code }) => {
    const statements = readStatements(code);
    const checks = statements.map(({ code: statement, claim }) =>
      claim === undefined
        ? statement
        : `check(${JSON.stringify(claim)}, (${statement.trim().replace(/;$/, '')}));`,
    );
    const names = Object.keys(core);
    // The same realm as this test, so that lists and objects compare as what they are.
    const run: unknown = runInThisContext(
      `(({ ${names.join(', ')} }, check) => {\n${checks.join('\n')}\n})`,
      { filename: `${file} @example` },
    );
    if (typeof run !== 'function') throw new Error('the example did not compile');
    run(core, (claim: string, value: unknown) => expect(refuteClaim(claim, value), claim).toBeUndefined());
  });

  it('has an example for every model', () => {
    const index = readFileSync(join(source, 'index.ts'), 'utf8');
    const documented = new Set(examples.map(({ name }) => name));
    const makers = [
      ...index.matchAll(/export \{([^}]*)\} from '\.\/(?:models|privacy|experiment|feature)\//g),
    ]
      .flatMap(([, names = '']) => names.split(','))
      .map((name) => name.trim())
      .filter((name) => /^(?:create|train|fit|mine)[A-Z]/.test(name) && !STATES.has(name));
    expect(makers.length).toBeGreaterThan(30);
    expect(makers.filter((name) => !documented.has(name))).toEqual([]);
  });
});

/** They answer empty states or parts; the function that takes them has the example. */
const STATES = new Set([
  'createBudget',
  'createBanditState',
  'createFederatedState',
  'createRelevance',
  'createReservoir',
  'createScale',
  'createWindow',
  'trainClient',
]);

describe('claims of examples', () => {
  it.each([
    ['> 0.8', 0.7],
    ['above 4.5', 4.5],
    ['about 30', 32],
    ['0.75', 0.74],
    ["'a'", 'b'],
    ['[1, 2]', [1]],
    ["[{ item: 'stove', score: … }]", [{ item: 'lamp', score: 1 }]],
    ["{ name: 'x', … }", { name: 'y' }],
    ['true', false],
  ])('refutes %s', (claim, value) => {
    expect(refuteClaim(claim, value)).toBeDefined();
  });

  it.each([
    ['> 0.8: exclusive or', 0.9],
    ['0.13: close to the middle', 0.131],
    ['[0.5, 0.667]', [0.5, 2 / 3]],
    ["[{ left: ['tea'], confidence: 1, … }]", [{ left: ['tea'], confidence: 1, lift: 3 }]],
    ['the slot of a number', 17],
  ])('grants %s', (claim, value) => {
    expect(refuteClaim(claim, value)).toBeUndefined();
  });

  it('reads a claim on the next line, and statements over several lines', () => {
    const code = "for (const a of [1]) {\n  f(a);\n}\nf(\n  1,\n); // 'x'\nf(2);\n// [2]";
    expect(readStatements(code)).toEqual([
      { code: 'for (const a of [1]) {\n  f(a);\n}', claim: undefined },
      { code: 'f(\n  1,\n);', claim: "'x'" },
      { code: 'f(2);', claim: '[2]' },
    ]);
  });
});
