/**
 * What a visitor may agree to. `storage`: keep an id on the device; `analytics`: record what they do;
 * `personalisation`: use it to change what they see; `advertising`: use it, or pass it on, for advertising.
 */
export type ConsentPurpose = 'storage' | 'analytics' | 'personalisation' | 'advertising';

/** One answer to one purpose. */
export interface ConsentAnswer {
  readonly decision: 'granted' | 'denied';
  /** When the visitor answered, epoch ms. */
  readonly at: number;
}

/** Answers by purpose; a purpose without an answer was never asked. Plain data, mergeable. */
export type Consent = Readonly<Partial<Record<ConsentPurpose, ConsentAnswer>>>;

/** What besides the visitor's own answers decides. */
export interface ConsentPolicy {
  /**
   * What holds before the visitor answers; default `denied` (opt-in). `granted` only where the law allows opt-out.
   */
  readonly unanswered?: 'granted' | 'denied';
  /** Purposes that need no consent on this site, such as a shop's own cart; default none. */
  readonly exempt?: readonly ConsentPurpose[];
  /**
   * Whether the browser sends Global Privacy Control: then nothing unanswered is granted, and `advertising` never
   * is.
   */
  readonly globalPrivacyControl?: boolean;
}

/** Every purpose there is. */
export const CONSENT_PURPOSES: readonly ConsentPurpose[] = [
  'storage',
  'analytics',
  'personalisation',
  'advertising',
];

/**
 * Whether data may be used for a purpose: an exempt purpose always, else by the visitor's answer, else by the
 * policy.
 *
 * @example
 * isAllowed({ analytics: { decision: 'granted', at: 1 } }, 'analytics'); // true
 * isAllowed({}, 'analytics'); // false
 */
export function isAllowed(consent: Consent, purpose: ConsentPurpose, policy: ConsentPolicy = {}): boolean {
  const { unanswered = 'denied', exempt = [], globalPrivacyControl = false } = policy;
  if (exempt.includes(purpose)) return true;
  if (globalPrivacyControl && purpose === 'advertising') return false;
  const answer = consent[purpose];
  if (answer) return answer.decision === 'granted';
  return unanswered === 'granted' && !globalPrivacyControl;
}

/**
 * Records answers to one or more purposes given at one time; returns the same object when an older or equal answer
 * changes nothing.
 */
export function answerConsent(
  consent: Consent,
  decisions: Readonly<Partial<Record<ConsentPurpose, ConsentAnswer['decision']>>>,
  at: number,
): Consent {
  const given: Partial<Record<ConsentPurpose, ConsentAnswer>> = {};
  for (const purpose of CONSENT_PURPOSES) {
    const decision = decisions[purpose];
    if (decision) given[purpose] = { decision, at };
  }
  return mergeConsent(consent, given);
}

/**
 * The newest answer of two records to each purpose, in any order of merging; at the same instant a refusal wins.
 */
export function mergeConsent(a: Consent, b: Consent): Consent {
  const merged: Partial<Record<ConsentPurpose, ConsentAnswer>> = {};
  let changed = false;
  for (const purpose of CONSENT_PURPOSES) {
    const kept = winner(a[purpose], b[purpose]);
    if (kept) merged[purpose] = kept;
    changed ||= kept !== a[purpose];
  }
  return changed ? merged : a;
}

function winner(a: ConsentAnswer | undefined, b: ConsentAnswer | undefined): ConsentAnswer | undefined {
  if (!a || !b) return a ?? b;
  if (a.at !== b.at) return a.at > b.at ? a : b;
  return b.decision === 'denied' && a.decision === 'granted' ? b : a;
}
