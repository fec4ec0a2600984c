// What most pages load at the first use of the profile.
export { createEssentialEngine as createEngine } from './essential-engine.ts';
export { createLiveProfile } from './live-profile.ts';
