import { hash } from 'node:crypto';
import { defaultTagRules } from '@likeness/core';
import type { LikenessConfig } from './config.ts';

/**
 * MD5 of all that the fold of an event depends on: two configurations with one digest make the same profiles of the same
 * events.
 */
export function digestRules({ interests, traits }: LikenessConfig): string {
  return hash('md5', JSON.stringify([defaultTagRules(), interests ?? {}, traits ?? {}]));
}
