import { readFile } from 'node:fs/promises';
import { describeIssue, err, type Issue, ok, type Result } from '@likeness/core';

/** A mapping as data, before it is compiled. */
export type MappingSource = Readonly<Record<string, unknown>>;

/** Mappings that come with the collector, by name. */
export const presets = ['online-retail'] as const;

/** Reads a mapping file, or one of the {@link presets}. The error is a sentence for the caller. */
export async function loadMapping(nameOrPath: string): Promise<Result<MappingSource, string>> {
  const isPreset = presets.some((name) => name === nameOrPath);
  const path = isPreset ? new URL(`./presets/${nameOrPath}.json`, import.meta.url) : nameOrPath;
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    return err(
      `the mapping ${nameOrPath} cannot be read (${code}): name a JSON file, or a preset: ${presets.join(', ')}`,
    );
  }
  try {
    const mapping: unknown = JSON.parse(text);
    if (typeof mapping === 'object' && mapping !== null && !Array.isArray(mapping)) {
      // A non-null, non-array object can be read by key; compileMapping checks every field.
      return ok(mapping as MappingSource);
    }
    return err(`the mapping ${nameOrPath} must be a JSON object`);
  } catch (error) {
    // A mapping is the operator's own file: its text may be quoted.
    return err(`the mapping ${nameOrPath} is no JSON: ${error instanceof Error ? error.message : ''}`);
  }
}

/** What is wrong with a mapping, in one sentence. */
export function describeMappingIssues(issues: readonly Issue[]): string {
  return `the mapping is not right: ${issues.map(describeIssue).join('; ')}`;
}
