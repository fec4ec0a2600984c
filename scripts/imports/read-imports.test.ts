import { describe, expect, it } from 'vitest';
import { readImports } from './read-imports.ts';

const specifiers = (source: string) => readImports('a.ts', source).map(({ specifier }) => specifier);

describe('readImports', () => {
  it('finds static, side-effect, re-exporting and dynamic imports', () => {
    const source = `import a from 'one';
import 'two';
export { b } from 'three';
export * from 'four';
const c = import('five');`;
    expect(specifiers(source)).toEqual(['one', 'two', 'three', 'four', 'five']);
  });

  it('tells types from values', () => {
    const source = `import type { A } from 'one';
import { type B } from 'two';
import { type C, d } from 'three';
export type { E } from 'four';`;
    expect(readImports('a.ts', source).map(({ kind }) => kind)).toEqual(['type', 'type', 'value', 'type']);
  });

  it('is not fooled by comments and strings', () => {
    expect(specifiers(`// import 'one';\nconst text = "import 'two'";\n/* import 'three' */`)).toEqual([]);
  });

  it('counts lines from 1', () => {
    expect(readImports('a.ts', `\n\nimport 'one';`)[0]?.line).toBe(3);
  });

  it('leaves computed names alone, which nobody can follow', () => {
    expect(specifiers('const a = import(`./$' + '{name}.ts`); const b = import(name);')).toEqual([]);
  });

  it('refuses what does not parse', () => {
    expect(() => specifiers('import from from')).toThrow('a.ts cannot be parsed');
  });
});
