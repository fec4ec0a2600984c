import type { JsonObject, LikenessEvent } from '../event/event.ts';
import { textOf } from './read-property.ts';

/** What connects two users. */
export type EdgeKind = 'follow' | 'friend' | 'invite' | 'share' | 'mention' | 'message';

/** One act between the event's user and another. */
export interface SocialEdge {
  readonly kind: EdgeKind;
  /** `out`: the event's user acted towards `peer`; `in`: `peer` acted towards the user. */
  readonly direction: 'out' | 'in';
  /** The other one's id, as the sender gave it. */
  readonly peer: string;
  /** 1; −1 when a follow or a friendship was taken back. */
  readonly amount: 1 | -1;
  /** Event time, epoch ms. */
  readonly at: number;
}

interface SocialRule {
  readonly kind: EdgeKind;
  readonly direction: 'out' | 'in';
  readonly amount: 1 | -1;
}

const peerKeys = [
  'peer_id',
  'target_id',
  'recipient_id',
  'followed_id',
  'follower_id',
  'friend_id',
  'invitee_id',
  'inviter_id',
  'mentioned_id',
  'sender_id',
  'author_id',
  'user_id',
] as const;

/** Edges of one event: a message to a thousand is a broadcast, and says nothing of any one of them. */
const edgeLimit = 32;

/**
 * The edges that an event adds between its user and others; empty for events that connect nobody.
 *
 * The other one is named by the first of `peer_id`, `target_id`, `recipient_id`, `followed_id`, `follower_id`,
 * `friend_id`, `invitee_id`, `inviter_id`, `mentioned_id`, `sender_id`, `author_id`, `user_id`, or several by its plural
 * (`recipient_ids`). A friendship goes both ways.
 */
export function eventEdges(event: LikenessEvent): readonly SocialEdge[] {
  if (event.type !== 'track') return [];
  const rule = ruleOf(event.event);
  if (rule === undefined) return [];
  const at = event.occurredAt;
  return peersOf(event.properties).flatMap((peer): readonly SocialEdge[] => {
    if (peer === event.userId || peer === event.anonymousId) return [];
    const edge: SocialEdge = { ...rule, peer, at };
    return rule.kind === 'friend' ? [edge, { ...edge, direction: 'in' }] : [edge];
  });
}

/** Whether an event connects users, as far as its name tells. */
export function isSocialEvent(event: LikenessEvent): boolean {
  return event.type === 'track' && ruleOf(event.event) !== undefined;
}

function ruleOf(name: string): SocialRule | undefined {
  switch (name) {
    case 'User Followed':
      return { kind: 'follow', direction: 'out', amount: 1 };
    case 'User Unfollowed':
      return { kind: 'follow', direction: 'out', amount: -1 };
    case 'Follower Gained':
      return { kind: 'follow', direction: 'in', amount: 1 };
    case 'Follower Lost':
      return { kind: 'follow', direction: 'in', amount: -1 };
    case 'Friend Added':
      return { kind: 'friend', direction: 'out', amount: 1 };
    case 'Friend Removed':
      return { kind: 'friend', direction: 'out', amount: -1 };
    case 'Invite Sent':
      return { kind: 'invite', direction: 'out', amount: 1 };
    case 'Invite Accepted':
      return { kind: 'invite', direction: 'in', amount: 1 };
    case 'Content Shared':
    case 'Product Shared':
      return { kind: 'share', direction: 'out', amount: 1 };
    case 'Share Received':
      return { kind: 'share', direction: 'in', amount: 1 };
    case 'User Mentioned':
      return { kind: 'mention', direction: 'out', amount: 1 };
    case 'Mention Received':
      return { kind: 'mention', direction: 'in', amount: 1 };
    case 'Message Sent':
      return { kind: 'message', direction: 'out', amount: 1 };
    case 'Message Received':
      return { kind: 'message', direction: 'in', amount: 1 };
    default:
      return undefined;
  }
}

function peersOf(properties: JsonObject): readonly string[] {
  for (const key of peerKeys) {
    const one = textOf(properties[key]);
    if (one !== undefined) return [one];
    const many = properties[`${key}s`];
    if (Array.isArray(many)) {
      const peers = many.flatMap((peer) => textOf(peer) ?? []);
      return [...new Set(peers)].slice(0, edgeLimit);
    }
  }
  return [];
}
