/** The five-character SQLSTATE of a Postgres error, or the code of a connection error; `""` for anything else. */
export function sqlState(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

/** Whether Postgres refused the data themselves (class 22, 23 or 54), so that other inputs of a group may still pass. */
export function isDataError(error: unknown): boolean {
  return /^(22|23|54)...$/.test(sqlState(error));
}
