import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { describeIssue } from '@likeness/core';
import type { ImportPlan } from '../import/import-file.ts';
import { formatCount } from '../import/import-progress.ts';
import type { InputFile } from '../import/input-file.ts';
import { inspectColumns } from '../import/inspect-columns.ts';
import { surveyMapping, traitOf } from '../import/plan-survey.ts';
import { parseSurvey, type Survey } from '../import/survey-questions.ts';
import { type Command, type CommandContext, UsageError } from './command.ts';
import { configOptions, configUsage } from './config-option.ts';
import { confirm } from './confirm.ts';
import { databaseOptions, databaseUsage } from './database-option.ts';
import { chooseOneFile, runOneImport } from './run-import.ts';
import { chooseSite } from './site-option.ts';
import { chooseFormat } from './statement-flags.ts';
import { withEngine } from './with-engine.ts';

/** `likeness import survey FILE --questions MAP`. */
export const importSurveyCommand: Command = {
  summary: 'import the answers to a questionnaire',
  usage: `likeness import survey FILE --questions MAP [options]

  FILE                 CSV, NDJSON or a JSON array, plain or gzip; - for standard input; one row is one respondent
  --questions MAP      a JSON file that says what each column asks for
  --format FORMAT      csv, ndjson or json; else the file itself says it
  --site NAME          the site to import into; default the first site
  --yes                go on without asking; needed in scripts
  --again              read a file again that was imported before: its rows count as duplicates
  --json               one JSON line instead of words
${configUsage}
${databaseUsage}

The map names the columns and what they mean; every question has one of trait, motive and value:

  { "name": "spring-2026", "userId": "Respondent", "at": "Submitted",
    "questions": {
      "Q1": { "trait": "household", "type": "number" },
      "Q2": { "motive": "saving time", "scale": [1, 5] },
      "Q3": { "value": "thrift", "scale": [5, 1] },
      "Q4": { "value": "fairness", "answers": { "not at all": 0, "somewhat": 0.5, "very much": 1 } } } }

Motives and values become a strength from 0 to 1 in the profile's psychographics (view profile_stated); the source of
all of it is survey:NAME. An empty answer says nothing; one that the map does not foresee sends its row to quarantine.
Interrupted or killed, the same command goes on where it was; run again, it changes nothing.`,
  run: async (context) => {
    const { values, positionals } = parseArgs({
      args: [...context.args],
      allowPositionals: true,
      options: {
        ...databaseOptions,
        ...configOptions,
        questions: { type: 'string' },
        format: { type: 'string' },
        site: { type: 'string' },
        yes: { type: 'boolean', default: false },
        again: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
    const path = chooseOneFile('import survey', positionals);
    const survey = await loadSurvey(values.questions);
    return await withEngine(values, context, async ({ engine }) => {
      const siteId = await chooseSite(engine.keys, values.site);
      const planOf = async (file: InputFile): Promise<ImportPlan | undefined> =>
        await planSurvey(survey, { file, path, siteId, flags: values }, context);
      return await runOneImport(engine, { path, planOf, json: values.json }, context);
    });
  },
};

async function loadSurvey(path: string | undefined): Promise<Survey> {
  if (path === undefined) throw new UsageError('say with --questions MAP what the columns ask for');
  let input: unknown;
  try {
    input = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    // The map is the operator's own file: what is wrong with it may be quoted.
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`the map of questions ${path} cannot be read: ${reason}`);
  }
  const survey = parseSurvey(input);
  if (survey.ok) return survey.value;
  const mistakes = survey.error.map((found) => describeIssue(found).replace(/^event:/, 'the map:'));
  throw new UsageError(`${path} is no map of questions: ${mistakes.join('; ')}`);
}

async function planSurvey(
  survey: Survey,
  request: {
    readonly file: InputFile;
    readonly path: string;
    readonly siteId: number;
    readonly flags: { readonly format?: string | undefined; readonly yes: boolean; readonly again: boolean };
  },
  context: CommandContext,
): Promise<ImportPlan | undefined> {
  const { file, path, siteId, flags } = request;
  const format = await chooseFormat(file, path, flags.format);
  const inspected = await inspectColumns(file, format, () => undefined);
  if (!inspected.ok) throw new UsageError(inspected.error);
  const { columns, rows, readRow, start } = inspected.value;
  const names = columns.map(({ column }) => column);
  const asked = [
    survey.userId,
    survey.anonymousId,
    survey.at,
    ...survey.questions.map(({ column }) => column),
  ];
  const missing = asked.filter((column) => column !== undefined && !names.includes(column));
  if (missing.length > 0) {
    throw new UsageError(
      `the map asks for columns that ${file.name} does not have: ${missing.join(', ')}; it has ${names.join(', ')}`,
    );
  }
  const lines = survey.questions.map((question) => `  ${question.column}  ${traitOf(question)}\n`);
  context.report(
    `${file.name}: ${formatCount(rows)} rows of answers to survey:${survey.name}\n${lines.join('')}`,
  );
  if (!(await confirm('Import these answers?', { isYes: flags.yes, path, context }))) return undefined;
  return {
    siteId,
    file,
    format,
    mapping: surveyMapping(survey),
    mappingText: JSON.stringify({
      ...survey,
      questions: survey.questions.map((question) => ({
        ...question,
        answers: question.answers === undefined ? null : [...question.answers],
      })),
    }),
    readRow,
    start,
    whenFinished: flags.again ? 'again' : 'keep',
  };
}
