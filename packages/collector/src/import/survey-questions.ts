import { err, type Issue, issue, type JsonValue, ok, type Result } from '@likeness/core';
import type { TraitType } from './trait-type.ts';
import { traitTypes } from './trait-type.ts';

/** What a question asks for. */
export type QuestionMeaning =
  /** A trait of the user. */
  | { readonly kind: 'trait'; readonly name: string; readonly type: TraitType }
  /** Why the user comes, or what matters to the user; kept as `survey.motive.…` and `survey.value.…`. */
  | { readonly kind: 'motive' | 'value'; readonly name: string };

/** One question: the column with its answers and what they mean. */
export interface Question {
  readonly column: string;
  readonly meaning: QuestionMeaning;
  /** What each answer stands for; any other answer is a mistake. */
  readonly answers: ReadonlyMap<string, JsonValue> | undefined;
  /** Least and greatest answer of a scale, which become 0 and 1; turned round for a question asked the other way. */
  readonly scale: readonly [least: number, greatest: number] | undefined;
}

/** A questionnaire. */
export interface Survey {
  /** Names the source of what was answered: `survey:NAME`. */
  readonly name: string;
  readonly userId: string | undefined;
  readonly anonymousId: string | undefined;
  /** The column that says when it was answered. */
  readonly at: string | undefined;
  readonly questions: readonly Question[];
}

/**
 * Checks a question map:
 *
 * ```json
 * { "name": "spring-2026", "userId": "Respondent", "at": "Submitted",
 *   "questions": {
 *     "Q1": { "trait": "household", "type": "number" },
 *     "Q2": { "motive": "saving time", "scale": [1, 5] },
 *     "Q3": { "value": "fairness", "answers": { "not at all": 0, "somewhat": 0.5, "very much": 1 } } } }
 * ```
 *
 * Every question has one of `trait`, `motive`, `value`; a motive or a value needs `scale` or `answers`.
 */
export function parseSurvey(input: unknown): Result<Survey, readonly Issue[]> {
  const issues: Issue[] = [];
  const map = objectOf(input, [], issues);
  const text = (key: string): string | undefined => {
    const value = map[key];
    if (value === undefined || (typeof value === 'string' && value !== '')) return value;
    issues.push(issue('type', [key], 'the name of a column', value));
    return undefined;
  };
  for (const key of Object.keys(map)) {
    if (!mapKeys.includes(key)) issues.push(issue('key', [key], `one of ${mapKeys.join(', ')}`, map[key]));
  }
  const { name } = map;
  if (typeof name !== 'string' || !/^[a-z0-9][a-z0-9-]{0,63}$/.test(name)) {
    issues.push(issue('type', ['name'], '1 to 64 lower case letters, digits and hyphens', name));
  }
  const [userId, anonymousId, at] = [text('userId'), text('anonymousId'), text('at')];
  if (userId === undefined && anonymousId === undefined) {
    issues.push(issue('required', ['userId'], 'the column that says who answered', userId));
  }
  const questions = Object.entries(objectOf(map.questions, ['questions'], issues)).map(([column, question]) =>
    parseQuestion(column, question, issues),
  );
  if (issues.length > 0) return err(issues);
  const known = questions.flatMap((question) => question ?? []);
  return ok({ name: String(name), userId, anonymousId, at, questions: known });
}

const mapKeys = ['name', 'userId', 'anonymousId', 'at', 'questions'];
const questionKeys = ['trait', 'motive', 'value', 'type', 'scale', 'answers'];
const kinds = ['trait', 'motive', 'value'] as const;

function parseQuestion(column: string, input: unknown, issues: Issue[]): Question | undefined {
  const path = ['questions', column];
  const question = objectOf(input, path, issues);
  for (const key of Object.keys(question)) {
    if (questionKeys.includes(key)) continue;
    issues.push(issue('key', [...path, key], `one of ${questionKeys.join(', ')}`, question[key]));
  }
  const named = kinds.filter((kind) => question[kind] !== undefined);
  const [kind] = named;
  const name = kind === undefined ? undefined : question[kind];
  if (kind === undefined || named.length > 1 || typeof name !== 'string' || name === '') {
    issues.push(issue('required', path, 'one of trait, motive and value, each with a name', input));
    return undefined;
  }
  const scale = parseScale(question.scale, [...path, 'scale'], issues);
  const answers = parseAnswers(question.answers, [...path, 'answers'], issues);
  if (kind !== 'trait') {
    if (scale === undefined && answers === undefined) {
      issues.push(issue('required', path, `a scale or answers, which a ${kind} needs`, input));
    }
    return { column, meaning: { kind, name }, answers, scale };
  }
  const type = traitTypes.find((known) => known === (question.type ?? 'text'));
  if (type === undefined) {
    issues.push(issue('type', [...path, 'type'], `one of ${traitTypes.join(', ')}`, question.type));
    return undefined;
  }
  return { column, meaning: { kind, name, type }, answers, scale };
}

function parseScale(input: unknown, path: Issue['path'], issues: Issue[]): Question['scale'] {
  if (input === undefined) return undefined;
  const [least, greatest, ...more]: readonly unknown[] = Array.isArray(input) ? input : [];
  if (typeof least === 'number' && typeof greatest === 'number' && least !== greatest && more.length === 0) {
    return [least, greatest];
  }
  issues.push(issue('type', path, 'two different numbers, such as [1, 5]', input));
  return undefined;
}

function parseAnswers(input: unknown, path: Issue['path'], issues: Issue[]): Question['answers'] {
  if (input === undefined) return undefined;
  const answers = new Map<string, JsonValue>();
  for (const [answer, meaning] of Object.entries(objectOf(input, path, issues))) {
    if (typeof meaning === 'string' || typeof meaning === 'number' || typeof meaning === 'boolean') {
      answers.set(answer, meaning);
    } else issues.push(issue('type', [...path, answer], 'a text, a number, true or false', meaning));
  }
  return answers;
}

function objectOf(value: unknown, path: Issue['path'], issues: Issue[]): Readonly<Record<string, unknown>> {
  // A non-null, non-array object can be read by key.
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Readonly<Record<string, unknown>>;
  }
  issues.push(issue('type', path, 'an object', value));
  return {};
}
