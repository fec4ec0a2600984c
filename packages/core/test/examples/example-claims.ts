/** A statement of an example, and what the comment behind it claims of its value; undefined when it claims nothing. */
export interface ExampleStatement {
  readonly code: string;
  readonly claim: string | undefined;
}

const CLAIMED = /^(?<code>[\s\S]*?;)\s*\/\/\s*(?<claim>.*)$/;

/**
 * Cuts an example into statements. A claim is a comment behind the semicolon of an expression, or alone on the next
 * line.
 */
export function readStatements(example: string): ExampleStatement[] {
  const statements: ExampleStatement[] = [];
  let lines: string[] = [];
  for (const line of example.split('\n')) {
    if (line.trim() === '') continue;
    const last = statements.at(-1);
    if (lines.length === 0 && line.startsWith('//')) {
      const claim = line.slice(2).trim();
      if (last !== undefined && last.claim === undefined && isExpression(last.code)) {
        statements[statements.length - 1] = { ...last, claim };
      }
      continue;
    }
    lines.push(line);
    const text = lines.join('\n');
    const plain = text.replace(/\/\/.*$/gm, '').trimEnd();
    if (depthOf(plain) > 0 || !/[;}]$/.test(plain)) continue;
    const { code = text, claim } = CLAIMED.exec(text)?.groups ?? {};
    statements.push({ code, claim: isExpression(code) ? claim : undefined });
    lines = [];
  }
  if (lines.length > 0) throw new SyntaxError(`the example does not end: ${lines.join('\n')}`);
  return statements;
}

function isExpression(code: string): boolean {
  return !/^(?:const|let|for|if|while|function|import)\b/.test(code);
}

function depthOf(code: string): number {
  return [...code].reduce((depth, c) => depth + ('([{'.includes(c) ? 1 : ')]}'.includes(c) ? -1 : 0), 0);
}

/** How near `about` is: a twentieth. */
const ABOUT = 0.05;

/**
 * Why a value is not what its claim says; undefined when it is, or when the claim is prose.
 *
 * Understood: `> 0.8`, `< 0.2`, `above 4.5`, `below 2`, `about 30`, and a literal (number, text, list, object) in
 * which `…` stands for whatever is there; numbers agree to the digits written. Text after `: ` or `, ` is prose.
 */
export function refuteClaim(claim: string, value: unknown): string | undefined {
  const bound = /^(?<how>>|<|above|below|about) (?<number>-?[\d.]+)/.exec(claim)?.groups;
  if (bound !== undefined) {
    const limit = Number(bound.number);
    const holds =
      typeof value === 'number' &&
      (bound.how === '>' || bound.how === 'above'
        ? value > limit
        : bound.how === '<' || bound.how === 'below'
          ? value < limit
          : Math.abs(value - limit) <= ABOUT * Math.max(1, Math.abs(limit)));
    return holds ? undefined : `${String(value)} is not ${bound.how} ${bound.number}`;
  }
  if (!/^(?:['[{]|-?\d|true\b|false\b)/.test(claim)) return undefined;
  return agrees(readLiteral(claim), value) ? undefined : `${JSON.stringify(value)} is not ${claim}`;
}

/** What `…` stands for. */
const ANYTHING = Symbol('anything');
type Literal = number | string | boolean | typeof ANYTHING | readonly Literal[] | Map<string, Literal>;

const TOKEN =
  /\s*(?:(?<text>'(?:[^'\\]|\\.)*')|(?<number>-?\d*\.?\d+)|(?<word>true|false|…|[A-Za-z_$][\w$]*)|(?<sign>[[\]{},:]))/y;

/** Reads the literal at the start of a claim; what follows it is prose. */
function readLiteral(claim: string): Literal {
  TOKEN.lastIndex = 0;
  const next = (): Readonly<Record<string, string | undefined>> => TOKEN.exec(claim)?.groups ?? {};
  const read = ({ text, number, word, sign }: Readonly<Record<string, string | undefined>>): Literal => {
    if (text !== undefined) return text.slice(1, -1);
    if (number !== undefined) return Number(number);
    if (word === 'true' || word === 'false') return word === 'true';
    if (word !== undefined || sign === undefined) return ANYTHING;
    if (sign === '[') {
      const items: Literal[] = [];
      for (let token = next(); token.sign !== ']'; token = next()) {
        if (Object.values(token).every((part) => part === undefined)) throw new SyntaxError(claim);
        if (token.sign !== ',') items.push(read(token));
      }
      return items;
    }
    const entries = new Map<string, Literal>();
    for (let token = next(); token.sign !== '}'; token = next()) {
      if (Object.values(token).every((part) => part === undefined)) throw new SyntaxError(claim);
      const key = token.text?.slice(1, -1) ?? token.word ?? '';
      if (key === '' || key === '…') continue;
      next();
      entries.set(key, read(next()));
    }
    return entries;
  };
  return read(next());
}

function agrees(wanted: Literal, value: unknown): boolean {
  if (wanted === ANYTHING) return true;
  if (typeof wanted === 'number') {
    const digits = String(wanted).split('.')[1]?.length ?? 0;
    return typeof value === 'number' && Math.abs(value - wanted) <= 0.5001 * 10 ** -digits;
  }
  if (wanted instanceof Map) {
    return (
      typeof value === 'object' &&
      value !== null &&
      [...wanted].every(([key, inner]) => agrees(inner, Object.entries(value).find(([k]) => k === key)?.[1]))
    );
  }
  if (Array.isArray(wanted)) {
    const rest = wanted.includes(ANYTHING);
    const known = wanted.filter((item) => item !== ANYTHING);
    return (
      Array.isArray(value) &&
      (rest ? value.length >= known.length : value.length === known.length) &&
      known.every((item, i) => agrees(item, value[i]))
    );
  }
  if (typeof wanted !== 'string' || typeof value !== 'string') return value === wanted;
  const parts = wanted.split('…');
  let at = 0;
  for (const part of parts) {
    const found = value.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return value.startsWith(parts[0] ?? '') && value.endsWith(parts.at(-1) ?? '');
}
