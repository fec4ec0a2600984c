import { describe, expect, it } from 'vitest';
import { parsePostmasterFile } from './postmaster-file.ts';

describe('parsePostmasterFile', () => {
  it('reads process id, port and socket directory of a running server', () => {
    const text = '4711\n/data/cluster\n1795000000\n54329\n/data\n127.0.0.1\n  5439053     65539\nready   \n';
    expect(parsePostmasterFile(text)).toEqual({ pid: 4711, port: 54329, socketDir: '/data' });
  });

  it('knows no port in the first instants of a start', () => {
    expect(parsePostmasterFile('4711\n/data/cluster\n1795000000\n')).toEqual({
      pid: 4711,
      port: undefined,
      socketDir: undefined,
    });
  });

  it('knows no socket directory when the server has none', () => {
    expect(parsePostmasterFile('4711\n/data\n1795000000\n54329\n\n127.0.0.1\n')?.socketDir).toBeUndefined();
  });

  it.each(['', '\n', 'garbage\n', '-1\n'])('answers undefined for a file cut short or broken: %j', (text) => {
    expect(parsePostmasterFile(text)).toBeUndefined();
  });
});
