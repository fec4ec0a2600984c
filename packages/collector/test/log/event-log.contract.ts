import { type EventId, ok } from '@likeness/core';
import { expect, it } from 'vitest';
import type { ApplyInput, IncomingEvent } from '../../src/apply/apply-batch.ts';
import type { GroupCommitOptions, Submission } from '../../src/apply/group-commit.ts';
import type { EventLog } from '../../src/log/log.ts';
import { expectExactlyOnce } from '../faults/expect-exactly-once.ts';

/** One way of keeping a log, with a database that only its test uses. */
export interface LogUnderTest {
  readonly databaseUrl: string;
  readonly open: (options?: GroupCommitOptions) => EventLog;
  /** Resolves when everything that was accepted is applied. */
  readonly settle: () => Promise<void>;
  /** What the quarantine holds. */
  readonly quarantined: () => Promise<readonly string[]>;
}

/** The laws of {@link EventLog}. */
export function describeEventLog(start: () => Promise<LogUnderTest>): void {
  it('applies what it accepted, once, in whatever company it came', async () => {
    const under = await start();
    const log = under.open();
    const inputs = Array.from({ length: 40 }, (_, i) => inputOf(i * 5, 5));
    const answers = await Promise.all(inputs.map((input) => log.submit(input)));
    expect(answers.map(({ ok }) => ok)).toEqual(inputs.map(() => true));
    for (const answer of answers) expect(answer.ok && answer.value.fresh).toHaveLength(5);
    await log.stop();
    await under.settle();
    await expectExactlyOnce(under.databaseUrl, 200);
  });

  it('changes nothing when the same events are submitted again', async () => {
    const under = await start();
    const log = under.open();
    for (let i = 0; i < 3; i++) {
      const answers = await Promise.all([log.submit(inputOf(0, 20)), log.submit(inputOf(10, 20))]);
      expect(answers.map(({ ok }) => ok)).toEqual([true, true]);
    }
    await log.stop();
    await under.settle();
    await expectExactlyOnce(under.databaseUrl, 30);
  });

  it('puts what could not be accepted into quarantine, once', async () => {
    const under = await start();
    const log = under.open();
    const input: ApplyInput = {
      events: [eventOf(1)],
      quarantined: ['{"userId":7}', 'a text that is no JSON \u0000'].map((raw) => ({
        siteId: 1,
        receivedAt: Date.UTC(2026, 4, 1),
        source: 'http',
        issues: [{ code: 'type', path: ['userId'], expected: 'a text', received: 'number' }],
        raw,
      })),
    };
    for (let i = 0; i < 2; i++) expect(await log.submit(submissionOf(input))).toMatchObject({ ok: true });
    await log.stop();
    await under.settle();
    expect(await under.quarantined()).toEqual(['a text that is no JSON \ufffd', '{"userId":7}']);
    await expectExactlyOnce(under.databaseUrl, 1);
  });

  it('refuses what finds it full, and keeps nothing of it', async () => {
    const under = await start();
    const log = under.open({ queueEvents: 10 });
    const answers = await Promise.all([
      log.submit(inputOf(0, 6)),
      log.submit(inputOf(6, 6)),
      log.submit(inputOf(12, 4)),
    ]);
    expect(answers).toMatchObject([{ ok: true }, { ok: false, error: { code: 'overloaded' } }, { ok: true }]);
    expect(log.depth()).toBe(0);
    await log.stop();
    await under.settle();
    await expectExactlyOnce(under.databaseUrl, 10);
  });

  it('takes nothing more once it stops, and keeps what it took', async () => {
    const under = await start();
    const log = under.open();
    const accepted = log.submit(inputOf(0, 10));
    const stopped = log.stop();
    expect(await log.submit(inputOf(10, 10))).toMatchObject({ ok: false, error: { code: 'stopping' } });
    await stopped;
    expect(await accepted).toMatchObject({ ok: true });
    await under.settle();
    await expectExactlyOnce(under.databaseUrl, 10);
  });

  it('says that it can take events', async () => {
    const under = await start();
    const log = under.open();
    await expect(log.ping()).resolves.toBeUndefined();
    await log.stop();
  });
}

function inputOf(from: number, count: number): Submission {
  return submissionOf({
    events: Array.from({ length: count }, (_, i) => eventOf(from + i)),
    quarantined: [],
  });
}

function submissionOf(input: ApplyInput): Submission {
  const size = input.events.length + input.quarantined.length;
  return { sender: 1, size, read: () => Promise.resolve(ok(input)) };
}

function eventOf(number: number): IncomingEvent {
  const at = Date.UTC(2026, 4, 1) + number * 1_000;
  return {
    siteId: 1,
    receivedAt: at + 500,
    event: {
      type: 'track',
      event: number % 3 === 0 ? 'Products Searched' : 'Product Viewed',
      // A UUIDv7 of that time.
      eventId: idOf(at, number),
      occurredAt: at,
      // The parser's brand: any text.
      anonymousId: `device-${number % 7}` as NonNullable<IncomingEvent['event']['anonymousId']>,
      properties: { query: `cup ${number % 5}`, category: `Home/${number % 4}`, price: number },
      context: { sessionId: `session-${number % 7}` },
    },
  };
}

function idOf(at: number, number: number): EventId {
  const time = at.toString(16).padStart(12, '0');
  // Laid out as RFC 9562 says.
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${String(number).padStart(12, '0')}` as EventId;
}
