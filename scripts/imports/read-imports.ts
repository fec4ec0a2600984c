import { parseSync } from 'rolldown/utils';

/** One module named by another. */
export interface Import {
  /** As written: `./event.ts`, `idb`, `node:fs`. */
  readonly specifier: string;
  /** Line of the statement, from 1. */
  readonly line: number;
  /** `type`: erased before it runs, so it cannot make a cycle at run time. */
  readonly kind: 'value' | 'type';
}

/** Reads the imports of a TypeScript or JavaScript source: static, re-exported, and dynamic with a literal name. */
export function readImports(fileName: string, source: string): readonly Import[] {
  const parsed = parseSync(fileName, source);
  const [firstError] = parsed.errors;
  if (firstError !== undefined) throw new Error(`${fileName} cannot be parsed: ${firstError.message}`);

  const found: Import[] = [];
  const add = (specifier: string, start: number, kind: Import['kind']) =>
    found.push({ specifier, line: source.slice(0, start).split('\n').length, kind });

  for (const statement of parsed.module.staticImports) {
    const typeOnly = statement.entries.length > 0 && statement.entries.every((entry) => entry.isType);
    add(statement.moduleRequest.value, statement.start, typeOnly ? 'type' : 'value');
  }
  for (const statement of parsed.module.staticExports) {
    for (const entry of statement.entries) {
      if (entry.moduleRequest === null) continue;
      add(entry.moduleRequest.value, statement.start, entry.isType ? 'type' : 'value');
    }
  }
  for (const { moduleRequest, start } of parsed.module.dynamicImports) {
    const literal = /^(['"`])([^$]*)\1$/.exec(source.slice(moduleRequest.start, moduleRequest.end));
    if (literal?.[2] !== undefined) add(literal[2], start, 'value');
  }
  return found;
}
