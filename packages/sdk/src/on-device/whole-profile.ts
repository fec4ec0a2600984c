// What pages load in place of essential-profile.ts that want every slice, or segments of their own.
export { createLiveProfile } from './live-profile.ts';
export { createWholeEngine as createEngine } from './whole-engine.ts';
