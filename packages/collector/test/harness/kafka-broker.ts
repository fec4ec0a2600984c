import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kill, pid } from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { identifyProcess, isProcessAlive } from '../../src/store/embedded-postgres/process-identity.ts';
import { killHard } from './command-line.ts';
import type { KafkaInstallation } from './find-kafka.ts';

/** One broker of Apache Kafka that is its own controller, with nothing in it. */
export interface KafkaBroker {
  /** `host:port`, the same after a restart. */
  readonly address: string;
  /** The same broker behind TLS and a password; `caFile` is what a client must trust. */
  readonly secure: {
    readonly address: string;
    readonly caFile: string;
    readonly user: string;
    readonly password: string;
  };
  /** Where its logs are. */
  readonly dataDir: string;
  /** Of its process. */
  readonly pid: () => number;
  /** Ends it without a chance to do anything. */
  readonly kill: () => Promise<void>;
  /** Starts it again on what it had written. */
  readonly start: () => Promise<void>;
  /** Ends it and deletes its data. */
  readonly stop: () => Promise<void>;
}

const DATA_DIR = /^likeness-test-kafka-(\d+)-/;
const startMs = 60_000;
const user = 'likeness';
const password = 'a-test-password';
const clusterId = 'TGlrZW5lc3NLYWZrYVRlcw';
/** Of a broker that a few topics of a test are enough for: quick to start, small. */
const javaOptions = ['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/** Starts a broker and answers once it takes connections. */
export async function startKafkaBroker({ java, classPath }: KafkaInstallation): Promise<KafkaBroker> {
  await removeLeftovers();
  const dir = await mkdtemp(join(tmpdir(), `likeness-test-kafka-${pid}-`));
  const [port, controllerPort, securePort] = [await freePort(), await freePort(), await freePort()];
  const properties = join(dir, 'server.properties');
  const keyStore = join(dir, 'broker.p12');
  const caFile = join(dir, 'broker.pem');
  await writeFile(
    properties,
    describe({ port, controllerPort, securePort, keyStore, dataDir: join(dir, 'data') }),
  );
  const base = [...javaOptions, '-cp', classPath];
  const format = ['kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', properties];
  await Promise.all([
    makeCertificate(java, keyStore, caFile),
    promisify(execFile)(java, [...base, ...format]),
  ]);
  let child: ChildProcess | undefined;

  async function start(): Promise<void> {
    const started = spawn(java, [...base, 'kafka.Kafka', properties], { cwd: dir, stdio: 'ignore' });
    child = started;
    await writeFile(join(dir, 'broker.pid'), String(started.pid));
    const until = Date.now() + startMs;
    while (!(await accepts(port))) {
      if (started.exitCode !== null) throw new Error(`the broker ended with code ${started.exitCode}`);
      if (Date.now() > until) throw new Error(`the broker did not listen within ${startMs} ms`);
      await delay(50);
    }
  }

  await start();
  return {
    address: `127.0.0.1:${port}`,
    secure: { address: `localhost:${securePort}`, caFile, user, password },
    dataDir: join(dir, 'data'),
    pid: () => child?.pid ?? 0,
    start,
    kill: async () => {
      if (child !== undefined) await killHard(child);
    },
    stop: async () => {
      if (child !== undefined) await killHard(child);
      await rm(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** A test run that was killed could not clean up: its broker is ended and its data deleted by the next run. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const owner = DATA_DIR.exec(name)?.[1];
    if (owner === undefined || isProcessAlive(Number(owner))) continue;
    const dir = join(tmpdir(), name);
    const left = Number(await readFile(join(dir, 'broker.pid'), 'utf8').catch(() => '0'));
    if (left > 0 && (await identifyProcess(left))?.includes(dir) === true) kill(left, 'SIGKILL');
    await rm(dir, { recursive: true, force: true, maxRetries: 20 });
  }
}

function describe(at: {
  readonly port: number;
  readonly controllerPort: number;
  readonly securePort: number;
  readonly keyStore: string;
  readonly dataDir: string;
}): string {
  return Object.entries({
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${at.controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${at.port},SASL_SSL://localhost:${at.securePort},CONTROLLER://127.0.0.1:${at.controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${at.port},SASL_SSL://localhost:${at.securePort}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT',
    'ssl.keystore.type': 'PKCS12',
    'ssl.keystore.location': at.keyStore,
    'ssl.keystore.password': password,
    'sasl.enabled.mechanisms': 'PLAIN',
    'listener.name.sasl_ssl.plain.sasl.jaas.config': `org.apache.kafka.common.security.plain.PlainLoginModule required user_${user}="${password}";`,
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': at.dataDir,
    'auto.create.topics.enable': false,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    // So that the partitions of a killed worker are free again within seconds.
    'group.min.session.timeout.ms': 1_000,
    'group.initial.rebalance.delay.ms': 0,
    'num.network.threads': 1,
    'num.io.threads': 2,
    'log.cleaner.enable': false,
  })
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}

/** A key of the broker's own, in a store, and its certificate, by the tool that comes with Java. */
async function makeCertificate(java: string, keyStore: string, caFile: string): Promise<void> {
  const keytool = java.replace(/java$/, 'keytool');
  const store = ['-alias', 'broker', '-keystore', keyStore, '-storetype', 'PKCS12', '-storepass', password];
  const key = ['-keyalg', 'EC', '-dname', 'CN=localhost', '-ext', 'san=dns:localhost', '-validity', '2'];
  await promisify(execFile)(keytool, ['-genkeypair', ...store, ...key]);
  await promisify(execFile)(keytool, ['-exportcert', '-rfc', ...store, '-file', caFile]);
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    // Nobody listens yet, which is the answer.
    return false;
  } finally {
    socket.destroy();
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on a TCP port has an AddressInfo.
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
