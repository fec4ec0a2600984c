import { describeIssue, type Issue } from '@likeness/core';
import { describe, expect, it } from 'vitest';
import { surveyMapping } from './plan-survey.ts';
import { parseSurvey } from './survey-questions.ts';

const map = {
  name: 'spring-2026',
  userId: 'Respondent',
  at: 'Submitted',
  questions: {
    Q1: { trait: 'household', type: 'number' },
    Q2: { motive: 'saving time', scale: [1, 5] },
    Q3: { value: 'thrift', scale: [5, 1] },
    Q4: { value: 'fairness', answers: { 'not at all': 0, 'very much': 1 } },
  },
};
function eventOf(values: Readonly<Record<string, string>>) {
  const survey = parseSurvey(map);
  if (!survey.ok) throw new Error(survey.error.map(describeIssue).join());
  const issues: Issue[] = [];
  return {
    event: surveyMapping(survey.value).event({ values, line: 2 }, issues),
    issues: issues.map(describeIssue),
  };
}

describe('a survey', () => {
  it('turns answers into traits, motives and values between 0 and 1', () => {
    const row = { Respondent: ' anna ', Submitted: '2026-03-01', Q1: '3', Q2: '4', Q3: '4', Q4: 'very much' };
    expect(eventOf(row)).toEqual({
      issues: [],
      event: {
        type: 'identify',
        userId: 'anna',
        timestamp: '2026-03-01',
        traits: {
          household: 3,
          'survey.motive.saving time': 0.75,
          'survey.value.thrift': 0.25,
          'survey.value.fairness': 1,
        },
        context: { source: 'survey:spring-2026' },
      },
    });
  });

  it('lets a question without an answer say nothing', () => {
    expect(eventOf({ Respondent: 'anna', Q1: '', Q2: '1' }).event.traits).toEqual({
      'survey.motive.saving time': 0,
    });
  });

  it('names every answer that the map does not foresee', () => {
    expect(eventOf({ Respondent: '', Q1: 'three', Q2: '6', Q4: 'maybe' }).issues).toEqual([
      'Respondent: expected an id of the user, got nothing',
      'Q1: expected a number, got string of 5',
      'Q2: expected a number from 1 to 5, got string of 1',
      'Q4: expected one of the answers not at all, very much, got string of 5',
    ]);
  });
});

describe('a question map', () => {
  const mistakes = (value: unknown) => {
    const parsed = parseSurvey(value);
    return parsed.ok ? [] : parsed.error.map(describeIssue);
  };

  it('names everything that is wrong with it', () => {
    expect(
      mistakes({
        name: 'Spring',
        question: {},
        questions: { a: { motive: 'x' }, b: { trait: 'y', value: 'z' }, c: { trait: 'n', type: 'digit' } },
      }),
    ).toEqual([
      'question: expected one of name, userId, anonymousId, at, questions, got object',
      'name: expected 1 to 64 lower case letters, digits and hyphens, got string of 6',
      'userId: expected the column that says who answered, got nothing',
      'questions.a: expected a scale or answers, which a motive needs, got object',
      'questions.b: expected one of trait, motive and value, each with a name, got object',
      'questions.c.type: expected one of text, number, boolean, date, list, as is, got string of 5',
    ]);
    expect(mistakes([])).toContain('event: expected an object, got array of 0');
  });
});
