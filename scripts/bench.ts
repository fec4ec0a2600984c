/**
 * `pnpm bench <name> [arguments]`: runs packages/<any>/bench/<name>.ts with the arguments given.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const packages = fileURLToPath(new URL('../packages/', import.meta.url));
const [name, ...rest] = process.argv.slice(2).filter((argument) => argument !== '--');
const file = benches().get(name ?? '');

if (file === undefined) {
  console.error(`usage: pnpm bench <name> [arguments]; names: ${[...benches().keys()].join(', ')}`);
  process.exitCode = 1;
} else {
  const child = spawn(process.execPath, [file, ...rest], { stdio: 'inherit' });
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}

/** Benches by name: the files at the top of packages/<any>/bench; `task.ts` there holds only types. */
function benches(): Map<string, string> {
  return new Map(
    readdirSync(packages)
      .map((folder) => `${packages}${folder}/bench/`)
      .filter((folder) => existsSync(folder))
      .flatMap((folder) =>
        readdirSync(folder)
          .filter((entry) => entry.endsWith('.ts') && entry !== 'task.ts')
          .map((entry): [string, string] => [entry.slice(0, -'.ts'.length), `${folder}${entry}`]),
      ),
  );
}
