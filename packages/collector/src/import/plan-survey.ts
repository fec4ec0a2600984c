import { type Issue, issue, type JsonValue } from '@likeness/core';
import type { Mapping } from './compile-mapping.ts';
import { isKept } from './plan-traits.ts';
import { statementMapping } from './statement-mapping.ts';
import type { Question, Survey } from './survey-questions.ts';
import { readColumn } from './template.ts';
import { readTrait } from './trait-type.ts';

/**
 * A mapping from answers to traits: a trait under its own name, motives and values under `survey.motive.…` and
 * `survey.value.…` with a strength of 0 to 1, which is where psychographics read what was stated. A question without an
 * answer says nothing; an answer that the map does not foresee makes its row a problem.
 */
export function surveyMapping(survey: Survey): Mapping {
  const { userId, anonymousId, at } = survey;
  return statementMapping({
    userId,
    anonymousId,
    at: at === undefined ? undefined : { column: at },
    source: `survey:${survey.name}`,
    traits: (row, issues) => {
      const traits: Record<string, JsonValue> = {};
      for (const question of survey.questions) {
        const given = readColumn(row, question.column);
        if (given === undefined) continue;
        const meant = readAnswer(question, given, issues);
        if (meant !== undefined && isKept(meant, question.column, issues)) traits[traitOf(question)] = meant;
      }
      return traits;
    },
  });
}

/** The trait under which the answers to a question are kept. */
export function traitOf({ meaning }: Question): string {
  return meaning.kind === 'trait' ? meaning.name : `survey.${meaning.kind}.${meaning.name}`;
}

function readAnswer(
  { column, meaning, answers, scale }: Question,
  given: JsonValue,
  issues: Issue[],
): JsonValue | undefined {
  if (answers !== undefined) {
    const meant = answers.get(String(given).trim());
    if (meant === undefined) {
      issues.push(issue('type', [column], `one of the answers ${[...answers.keys()].join(', ')}`, given));
    }
    return meant;
  }
  if (scale !== undefined) {
    const [least, greatest] = scale;
    const number = readTrait('number', given);
    const share = typeof number === 'number' ? (number - least) / (greatest - least) : Number.NaN;
    if (share >= 0 && share <= 1) return share;
    issues.push(issue('range', [column], `a number from ${least} to ${greatest}`, given));
    return undefined;
  }
  const type = meaning.kind === 'trait' ? meaning.type : 'as is';
  const read = readTrait(type, given);
  if (read === undefined) issues.push(issue('type', [column], `a ${type}`, given));
  return read;
}
