import pg from 'pg';
import { createWireWriter, type WireWriter } from './wire-writer.ts';

/** A statement that a pipeline prepares when it connects. */
export interface WireStatement {
  readonly name: string;
  readonly text: string;
  /** Object ids of its parameters' types. */
  readonly parameters: readonly number[];
}

/** Messages of one transaction on their way to Postgres. */
export interface PipelineBatch {
  /** Runs a prepared statement; `parameters` writes as many values as it has, in binary. */
  readonly execute: (statement: WireStatement, parameters: (to: WireWriter) => void) => void;
  /** Runs a prepared `COPY … FROM STDIN (FORMAT binary)`; each row is written with its number of fields first. */
  readonly copy: (statement: WireStatement, rows: (to: WireWriter) => void) => void;
}

/** One connection that sends whole transactions in one write. */
export interface Pipeline {
  /**
   * Sends what `fill` writes as one implicit transaction, in one round trip. When it answers, all of it is committed;
   * when it throws a Postgres error, none of it is; after a connection error nobody knows.
   */
  readonly run: (fill: (batch: PipelineBatch) => void) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** After a connection that failed the next one is tried no sooner, ms. */
const retryMs = 2_000;

/**
 * Creates a pipeline. It connects when first used, and again after its connection was lost.
 *
 * node-postgres opens the connection (TLS, SCRAM, errors); the messages are ours, through its interface for custom
 * queries. postgres.js cannot do this: it has no TCP_NODELAY, and an error during `COPY` hangs it.
 */
export function createPipeline(options: {
  readonly url: string;
  readonly statements: readonly WireStatement[];
  readonly now: () => number;
}): Pipeline {
  let client: Promise<pg.Client> | undefined;
  let failedAt = Number.NEGATIVE_INFINITY;
  let writer = createWireWriter();
  let isStopped = false;

  async function open(): Promise<pg.Client> {
    const opened = new pg.Client({
      connectionString: options.url,
      application_name: 'likeness lane',
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    // Lost between two transactions: the next one connects again. During one, it is told by `submit`.
    opened.on('error', () => forget(opened));
    opened.on('end', () => forget(opened));
    await opened.connect();
    current = opened;
    // Custom plans of statements over arrays take hash joins over the whole table.
    await opened.query('SET plan_cache_mode = force_generic_plan; SET jit = off');
    writer.reset();
    for (const statement of options.statements) writeParse(writer, statement);
    writer.message('S');
    await submit(opened, writer.bytes());
    return opened;
  }
  let current: pg.Client | undefined;
  function forget(lost: pg.Client): void {
    if (current !== lost) return;
    current = undefined;
    client = undefined;
  }

  async function connected(): Promise<pg.Client> {
    if (isStopped) throw new Error('the pipeline was stopped');
    if (client === undefined && options.now() - failedAt < retryMs) {
      throw new Error('the connection of the pipeline failed a moment ago');
    }
    client ??= open();
    try {
      return await client;
    } catch (error) {
      client = undefined;
      failedAt = options.now();
      throw error;
    }
  }

  return {
    run: async (fill) => {
      const on = await connected();
      writer.reset();
      fill(createBatch(writer));
      writer.message('S');
      try {
        await submit(on, writer.bytes());
      } catch (error) {
        // Postgres may answer an error before all was sent, so the bytes must stay as they are.
        writer = createWireWriter();
        throw error;
      }
    },
    stop: async () => {
      isStopped = true;
      const last = await client?.catch(() => undefined);
      await last?.end();
    },
  };
}

function createBatch(writer: WireWriter): PipelineBatch {
  return {
    execute: (statement, parameters) => {
      writer.message('B', () => {
        writer.rawText('');
        writer.rawText(statement.name);
        // One format for all parameters: binary.
        writer.rawInt16(1);
        writer.rawInt16(1);
        writer.rawInt16(statement.parameters.length);
        parameters(writer);
        writer.rawInt16(0);
      });
      writeExecute(writer);
    },
    copy: (statement, rows) => {
      writer.message('B', () => {
        writer.rawText('');
        writer.rawText(statement.name);
        writer.rawInt16(0);
        writer.rawInt16(0);
        writer.rawInt16(0);
      });
      writeExecute(writer);
      writer.message('d', () => {
        writer.rawBytes(copyHeader);
        rows(writer);
        writer.rawInt16(-1);
      });
      writer.message('c');
    },
  };
}

function writeParse(writer: WireWriter, { name, text, parameters }: WireStatement): void {
  writer.message('P', () => {
    writer.rawText(name);
    writer.rawText(text);
    writer.rawInt16(parameters.length);
    for (const oid of parameters) writer.rawInt32(oid);
  });
}

function writeExecute(writer: WireWriter): void {
  writer.message('E', () => {
    writer.rawText('');
    writer.rawInt32(0);
  });
}

/** Signature, flags and extension length of binary COPY. */
const copyHeader = Uint8Array.from([
  0x50, 0x47, 0x43, 0x4f, 0x50, 0x59, 0x0a, 0xff, 0x0d, 0x0a, 0x00, 0, 0, 0, 0, 0, 0, 0, 0,
]);

/** Sends bytes that end with a Sync and waits for the answer to it. */
function submit(client: pg.Client, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const query: pg.Submittable & Record<string, unknown> = {
      submit: (connection: pg.Connection) => {
        connection.stream.write(bytes);
      },
      handleError: reject,
      handleReadyForQuery: () => resolve(),
      handleCommandComplete: ignore,
      handleRowDescription: ignore,
      handleDataRow: ignore,
      handleEmptyQuery: ignore,
      handlePortalSuspended: ignore,
      // The rows are on their way already.
      handleCopyInResponse: ignore,
    };
    client.query(query);
  });
}

function ignore(): void {
  // What a statement answers is not needed: one that did not do what it should fails.
}
