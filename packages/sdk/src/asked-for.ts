import { captureErrors } from './capture/errors.ts';
import { captureLinkDecoration } from './capture/link-decoration.ts';
import { followConsentManager, type ManagedWindow } from './consent-managers.ts';
import type { Likeness } from './likeness-api.ts';
import type { FullSite } from './site.ts';

/** Adds what is off unless an option asks for it: consent managers, links between domains, errors. */
export function addAskedFor(site: FullSite): void {
  // The tracker put its methods into this object.
  const likeness = site.likeness as Likeness;
  followConsentManager(site.options.consent, window as ManagedWindow, (choice) => likeness.consent(choice));
  captureLinkDecoration(site, (anonymousId) => {
    if (!site.visitor[2] && anonymousId !== site.visitor[1]) likeness.reset({ anonymousId });
  });
  captureErrors(site);
}
