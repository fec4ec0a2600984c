import { byKey } from './change-rows.ts';
import type { Statements } from './connect.ts';
import { insertRows } from './insert-rows.ts';
import type { Placement } from './placement.ts';

/** A user that was seen on a device. */
export interface SeenTogether {
  readonly userKey: string;
  readonly deviceKey: string;
  readonly siteId: number;
  /** Epoch ms. */
  readonly at: number;
}

/** Remembers which users were seen on which devices, and when first. */
export async function saveDeviceUsers(
  sql: Statements,
  placement: Placement,
  seen: readonly SeenTogether[],
): Promise<void> {
  const pairs = new Map<string, SeenTogether>();
  for (const one of seen) {
    const pair = `${one.userKey} ${one.deviceKey}`;
    if (one.at < (pairs.get(pair)?.at ?? Number.POSITIVE_INFINITY)) pairs.set(pair, one);
  }
  const sorted = [...pairs.values()].sort(
    (a, b) => byKey(a.userKey, b.userKey) || byKey(a.deviceKey, b.deviceKey),
  );
  await insertRows(sql, placement, {
    into: 'likeness.device_users',
    columns: { user_key: 'bigint', device_key: 'bigint', site_id: 'int', first_seen_at: 'time' },
    rows: sorted.map((one) => [one.userKey, one.deviceKey, one.siteId, one.at]),
    ending: 'ON CONFLICT (user_key, device_key) DO NOTHING',
  });
}
