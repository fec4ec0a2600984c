import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir, userInfo } from 'node:os';
import { basename, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { kafkaJars, kafkaVersion } from './kafka-jars.ts';

/** What is needed to run a broker. */
export interface KafkaInstallation {
  /** The executable of Java. */
  readonly java: string;
  readonly classPath: string;
}

const cacheDir = fileURLToPath(
  new URL(`../../../../node_modules/.cache/likeness-kafka/${kafkaVersion}`, import.meta.url),
);
const leastJava = 17;
const downloadMs = 60_000;
const installMs = 300_000;
/** At once; Maven Central is asked politely. */
const downloads = 6;

/**
 * Finds what a broker of Apache Kafka needs, and installs it where it is missing: Java by the system's packages, as root;
 * the jars from the local Maven repository or Maven Central, each checked by its hash, into `node_modules/.cache`.
 *
 * Answers why it cannot be run here when there is no way.
 */
export async function findKafka(): Promise<KafkaInstallation | { readonly missing: string }> {
  const java = (await findJava()) ?? (await installJava());
  if (java === undefined) {
    return { missing: `there is no Java ${leastJava} or later, and none could be installed` };
  }
  try {
    await fetchJars();
  } catch (error) {
    return { missing: `its jars could not be fetched: ${error instanceof Error ? error.message : error}` };
  }
  return { java, classPath: join(cacheDir, '*') };
}

async function findJava(): Promise<string | undefined> {
  const { LIKENESS_JAVA, JAVA_HOME } = process.env;
  const places = [
    LIKENESS_JAVA,
    'java',
    JAVA_HOME === undefined ? undefined : join(JAVA_HOME, 'bin', 'java'),
  ];
  for (const place of places) {
    if (place === undefined || place === '') continue;
    const output = await run(place, ['-version'], 30_000);
    const version = /version "(\d+)/.exec(output ?? '')?.[1];
    if (version !== undefined && Number(version) >= leastJava) return place;
  }
  return undefined;
}

async function installJava(): Promise<string | undefined> {
  if (userInfo().uid !== 0) return undefined;
  if ((await run('apt-get', ['update'], installMs)) === undefined) return undefined;
  for (const name of ['default-jre-headless', 'openjdk-21-jre-headless', 'openjdk-17-jre-headless']) {
    await run('apt-get', ['install', '-y', '--no-install-recommends', name], installMs);
    const java = await findJava();
    if (java !== undefined) return java;
  }
  return undefined;
}

async function fetchJars(): Promise<void> {
  await mkdir(cacheDir, { recursive: true });
  const queue = [...kafkaJars];
  await Promise.all(
    Array.from({ length: downloads }, async () => {
      for (let jar = queue.shift(); jar !== undefined; jar = queue.shift()) await fetchJar(...jar);
    }),
  );
}

async function fetchJar(path: string, sha256: string): Promise<void> {
  const target = join(cacheDir, basename(path));
  const local = join(homedir(), '.m2', 'repository', path);
  for (const place of [target, local]) {
    const bytes = await readFile(place).catch(() => undefined);
    if (bytes === undefined || hashOf(bytes) !== sha256) continue;
    if (place === local) await save(target, bytes);
    return;
  }
  const url = `https://repo1.maven.org/maven2/${path}`;
  const response = await fetch(url, { signal: AbortSignal.timeout(downloadMs) });
  if (!response.ok) throw new Error(`${url} was answered with ${response.status}`);
  const bytes = Buffer.from(await response.arrayBuffer());
  if (hashOf(bytes) !== sha256) throw new Error(`${url} is not the file it should be`);
  await save(target, bytes);
}

/** A test run that is killed, or another one beside it, must not leave half a file. */
async function save(target: string, bytes: Buffer): Promise<void> {
  const draft = `${target}.${process.pid}`;
  await writeFile(draft, bytes);
  await rename(draft, target);
  await rm(draft, { force: true });
}

function hashOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** What a program printed, on either stream; `undefined` when it cannot be run or fails. */
function run(file: string, args: readonly string[], timeout: number): Promise<string | undefined> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return new Promise((resolve) => {
    execFile(file, args, { timeout, env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      resolve(error === null ? `${stdout}${stderr}` : undefined);
    });
  });
}
