import { createHmac } from 'node:crypto';
import { checkAgainstPlan, type PlanVerdict, type WireEvent } from '@likeness/core';
import type { TrackingPlanConfig } from '../config/config.ts';

/** Holds an event against the tracking plan of the configuration. */
export type KeepPlan = (event: WireEvent) => PlanVerdict;

/** What a pseudonym looks like: the mark keeps a replayed one from being replaced again. */
const pseudonymPattern = /^pii_[\w-]{43}$/;

/**
 * Creates the check of a tracking plan. Personal text becomes `pii_` and the base64url of its HMAC-SHA-256 under
 * the plan's secret: equal texts stay equal, so that they can be counted and joined, and nobody without the secret can try out
 * addresses. Letter case and surrounding spaces do not count.
 */
export function createKeepPlan({ pseudonymSecret = '', ...plan }: TrackingPlanConfig): KeepPlan {
  const pseudonym = (text: string): string => {
    if (pseudonymPattern.test(text)) return text;
    return `pii_${createHmac('sha256', pseudonymSecret).update(text.trim().toLowerCase()).digest('base64url')}`;
  };
  return (event) => checkAgainstPlan(event, plan, pseudonym);
}
