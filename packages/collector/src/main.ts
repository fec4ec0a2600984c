#!/usr/bin/env node
import process from 'node:process';
import { runCommandLine } from './cli/run.ts';
import { createProcessContext } from './process-context.ts';

process.exitCode = await runCommandLine(createProcessContext());
