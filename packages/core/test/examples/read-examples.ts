import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One `@example` of a doc comment. */
export interface DocExample {
  /** File below the folder, and the exported name that the comment belongs to. */
  readonly file: string;
  readonly name: string;
  readonly code: string;
}

const BLOCK = /\/\*\*(?<comment>[\s\S]*?)\*\/\s*export (?:async )?(?:function|const|class) (?<name>\w+)/g;

/** The examples of every exported name of the TypeScript files below a folder, tests and fixtures left out. */
export function readExamples(folder: string): DocExample[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.(test|contract|fixture)\.ts$/.test(file))
    .sort()
    .flatMap((file) => {
      const source = readFileSync(join(folder, file), 'utf8');
      return [...source.matchAll(BLOCK)].flatMap(({ groups }) => {
        // The last comment before the name: an earlier one belongs to something that is not exported.
        const comment = groups?.comment?.split('/**').at(-1) ?? '';
        return comment
          .split(/^ *\* @example$/m)
          .slice(1)
          .map((example) => ({
            file,
            name: groups?.name ?? '',
            code: example.replace(/^ *\* ?/gm, '').trim(),
          }));
      });
    });
}
