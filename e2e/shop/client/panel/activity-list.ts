import { describeEvent, isWorthTelling } from './describe-event.ts';
import type { Activity } from './profile-message.ts';
import { element, reconcile } from './reconcile.ts';

const shown = 5;

/** Shows the newest events first. */
export function showActivity(list: HTMLElement, activities: readonly Activity[], now: number): void {
  const told = activities.filter(isWorthTelling).slice(-shown).reverse();
  if (told.length === 0) return;
  reconcile(list, told, {
    key: (activity) => activity.eventId,
    create: (activity) => {
      const { verb, object } = describeEvent(activity);
      const item = element('li', `did did-${activity.type}`);
      item.append(
        element('span', 'did-verb', verb),
        element('span', 'did-object', object),
        element('time', 'did-when'),
      );
      return item;
    },
    update: (item, activity) => {
      const time = item.querySelector('time');
      if (time === null) return;
      time.dateTime = activity.occurredAt;
      time.textContent = sinceWords(now - Date.parse(activity.occurredAt));
    },
  });
}

/** How long ago, shortly: `now`, `12 s`, `3 min`, `2 h`, `4 d`. */
export function sinceWords(elapsedMs: number): string {
  const elapsedSeconds = elapsedMs / 1000;
  if (elapsedSeconds < 2) return 'now';
  if (elapsedSeconds < 60) return `${Math.floor(elapsedSeconds)} s`;
  if (elapsedSeconds < 3600) return `${Math.floor(elapsedSeconds / 60)} min`;
  if (elapsedSeconds < 86_400) return `${Math.floor(elapsedSeconds / 3600)} h`;
  return `${Math.floor(elapsedSeconds / 86_400)} d`;
}
