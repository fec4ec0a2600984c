import type { JsonObject } from '@likeness/core';
import { isbot } from 'isbot';

/** Marks the context of an event that a program sent. */
export type FlagBot = (context: JsonObject) => JsonObject;

/** User agents remembered; when full, all are forgotten: looking again costs microseconds. */
const rememberedAgents = 10_000;

/**
 * Creates the mark: `context.bot` is true where the library `isbot` knows `context.userAgent` for a crawler's or
 * another program's. Nothing is left out: the event is stored and folded, and the profile's device is `bot`.
 *
 * The request's own `User-Agent` is not asked: a shop's server that sends for its users is a program, too.
 */
export function createFlagBot(): FlagBot {
  const known = new Map<string, boolean>();
  // The events of a request mostly have one: comparing two texts is cheaper than looking a new one up.
  let last = { userAgent: '', isBot: false };
  return (context) => {
    const { userAgent } = context;
    if (typeof userAgent !== 'string') return context;
    if (userAgent === last.userAgent) return last.isBot ? { ...context, bot: true } : context;
    let isBot = known.get(userAgent);
    if (isBot === undefined) {
      if (known.size >= rememberedAgents) known.clear();
      isBot = isbot(userAgent);
      known.set(userAgent, isBot);
    }
    last = { userAgent, isBot };
    return isBot ? { ...context, bot: true } : context;
  };
}
