import { ConfigError } from '../config/load-config.ts';
import { collectCommand } from './collect.ts';
import { type Command, type CommandContext, UsageError } from './command.ts';
import { doctorCommand } from './doctor.ts';
import { eraseCommand } from './erase.ts';
import { exportCommand } from './export.ts';
import { importCommand } from './import.ts';
import { importSurveyCommand } from './import-survey.ts';
import { importTraitsCommand } from './import-traits.ts';
import { jobsCommand } from './jobs.ts';
import { keysCommand } from './keys.ts';
import { profileAtCommand } from './profile-at.ts';
import { quarantineCommand } from './quarantine.ts';
import { refoldCommand } from './refold.ts';
import { segmentsCommand } from './segments.ts';
import { serveCommand } from './serve.ts';
import { tuneCommand } from './tune.ts';
import { unmergeCommand } from './unmerge.ts';
import { workCommand } from './work.ts';

const commands: Readonly<Record<string, Command>> = {
  serve: serveCommand,
  collect: collectCommand,
  work: workCommand,
  keys: keysCommand,
  import: importCommand,
  'import traits': importTraitsCommand,
  'import survey': importSurveyCommand,
  quarantine: quarantineCommand,
  refold: refoldCommand,
  'profile-at': profileAtCommand,
  segments: segmentsCommand,
  jobs: jobsCommand,
  export: exportCommand,
  erase: eraseCommand,
  unmerge: unmergeCommand,
  tune: tuneCommand,
  doctor: doctorCommand,
};

/** Runs one command line of `likeness`; answers the exit code. Mistakes of the caller become one clear line. */
export async function runCommandLine(context: CommandContext): Promise<number> {
  const [first, second] = context.args;
  // Two words name some commands: `import traits`.
  const two = `${first} ${second}`;
  const name = Object.hasOwn(commands, two) ? two : first;
  const args = context.args.slice(name === two ? 2 : 1);
  const command = name === undefined ? undefined : commands[name];
  if (command === undefined) {
    const isHelp = name === undefined || name === 'help' || name === '--help' || name === '-h';
    if (!isHelp) context.report(`likeness: there is no command ${name}\n\n`);
    context.print(overview());
    return isHelp ? 0 : 2;
  }
  if (args.includes('--help') || args.includes('-h')) {
    context.print(command.usage);
    return 0;
  }
  return await runSafely({ ...context, args }, command.run);
}

/** Runs something that may throw a {@link UsageError}, which becomes one line and exit code 2. */
export async function runSafely(
  context: CommandContext,
  run: (context: CommandContext) => Promise<number>,
): Promise<number> {
  try {
    return await run(context);
  } catch (error) {
    if (!isUsageError(error)) throw error;
    context.report(`likeness: ${error.message}\n`);
    return 2;
  }
}

/** `parseArgs` of Node throws a TypeError whose code says that the arguments were wrong. */
function isUsageError(error: unknown): error is Error {
  if (error instanceof UsageError || error instanceof ConfigError) return true;
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

function overview(): string {
  const rows = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(13)} ${summary}`);
  return [
    'likeness: live profiles of your users, in your own Postgres',
    '',
    ...rows,
    '',
    '  likeness COMMAND --help says more',
  ].join('\n');
}
