import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** A file the pages need, as it is sent. */
export interface Asset {
  readonly type: string;
  readonly content: string;
}

/** The shop's style and script, read once, and a version that changes with them. */
export interface Assets {
  readonly files: ReadonlyMap<string, Asset>;
  readonly version: string;
}

const styles = ['tokens', 'base', 'masthead', 'goods', 'counter', 'panel', 'panel-sheet'];
/** Fonts and the colours of families, which are the dashboard's too. */
const shared = '../../packages/collector/src/dashboard/styles/likeness.css';

/** Reads styles/*.css and the built dist/shop.js; throws when the script was not built. */
export function loadAssets(): Assets {
  const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
  const css = [shared, ...styles.map((name) => `./styles/${name}.css`)].map(read).join('\n');
  const js = read('./dist/shop.js');
  return {
    files: new Map([
      ['shop.css', { type: 'text/css; charset=utf-8', content: css }],
      ['shop.js', { type: 'text/javascript; charset=utf-8', content: js }],
    ]),
    version: createHash('sha256').update(css).update(js).digest('hex').slice(0, 10),
  };
}
