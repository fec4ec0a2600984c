import { err, type Issue, issue, ok, type Result } from '@likeness/core';

/** Splits one CSV record (RFC 4180) into its fields; a quote where none may stand is an issue. */
export function splitFields(record: string): Result<readonly string[], Issue> {
  if (!record.includes('"')) return ok(record.split(','));
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    if (record[at] === '"') {
      const closed = readQuoted(record, at);
      if (closed === undefined) {
        return err(issue('type', ['row'], 'a quoted field that ends with a quote and a comma', record));
      }
      fields.push(closed.field);
      at = closed.end;
    } else {
      const end = record.indexOf(',', at);
      fields.push(end < 0 ? record.slice(at) : record.slice(at, end));
      at = end < 0 ? record.length : end;
    }
    if (at >= record.length) return ok(fields);
    at++; // the comma
  }
}

function readQuoted(
  record: string,
  open: number,
): { readonly field: string; readonly end: number } | undefined {
  let field = '';
  let at = open + 1;
  for (;;) {
    const end = record.indexOf('"', at);
    if (end < 0) return undefined;
    field += record.slice(at, end);
    if (record[end + 1] === '"') {
      field += '"';
      at = end + 2;
    } else if (end + 1 === record.length || record[end + 1] === ',') {
      return { field, end: end + 1 };
    } else return undefined;
  }
}
