/** Checks the import rules of the whole repository: `node scripts/check-imports.ts`. The rules: imports/import-rules.ts. */
import { glob, readFile } from 'node:fs/promises';
import { dirname, posix } from 'node:path';
import process from 'node:process';
import { findCycles } from './imports/find-cycles.ts';
import { checkImport, type Violation } from './imports/import-rules.ts';
import { readImports } from './imports/read-imports.ts';

const SOURCES = ['packages/*/{src,test,bench}/**/*.ts', 'e2e/**/*.ts', 'scripts/**/*.ts', '*.ts'];

process.chdir(dirname(import.meta.dirname));
const files: string[] = [];
for await (const file of glob(SOURCES, { exclude: ['**/node_modules/**', '**/dist/**'] })) files.push(file);
files.sort((a, b) => a.localeCompare(b, 'en'));
const violations: Violation[] = [];
const graph = new Map<string, string[]>();

for (const file of files) {
  const targets: string[] = [];
  for (const found of readImports(file, await readFile(file, 'utf8'))) {
    const violation = checkImport(file, found);
    if (violation !== undefined) violations.push(violation);
    // A cycle of types alone is gone when the code runs.
    if (found.specifier.startsWith('.') && found.kind === 'value') {
      targets.push(posix.join(posix.dirname(file), found.specifier));
    }
  }
  graph.set(file, targets);
}

for (const { file, line, rule, remedy } of violations) {
  console.error(`${file}:${line}\n  rule: ${rule}\n  remedy: ${remedy}`);
}
const cycles = findCycles(graph);
for (const cycle of cycles) {
  console.error(`${cycle[0]}\n  rule: no import cycles\n  cycle: ${cycle.join(' → ')}`);
  console.error('  remedy: move what both sides need into a file of its own');
}
const broken = violations.length + cycles.length;
console.log(
  `${files.length} files, ${broken === 0 ? 'every import rule holds' : `${broken} import rules broken`}`,
);
process.exitCode = broken === 0 ? 0 : 1;
