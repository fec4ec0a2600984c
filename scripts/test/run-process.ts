import { spawn } from 'node:child_process';

/** What a finished process left behind. */
export interface ProcessResult {
  readonly exitCode: number;
  /** Standard output and error, interleaved; empty when they went to the terminal. */
  readonly output: string;
}

/** Runs a program to its end, with its output shown as it comes or kept. Never throws: what cannot start, failed. */
export function runProcess(
  file: string,
  args: readonly string[],
  options: { readonly output: 'shown' | 'kept'; readonly cwd?: string },
): Promise<ProcessResult> {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      stdio: options.output === 'shown' ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk.toString('utf8');
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.on('error', (error) => resolve({ exitCode: 1, output: `${output}${file}: ${error.message}\n` }));
    child.on('close', (code) => resolve({ exitCode: code ?? 1, output }));
  });
}
