import type { FullSite } from '../site.ts';
import type { Click } from './clicks.ts';

/** A page that has not answered a click within this time does not answer it. */
const answerMs = 2_000;
/** What answers by itself, in ways that no page can see: fields, players, and links that the browser follows. */
const answering = 'input,select,textarea,label,option,video,audio,iframe,object,embed,[contenteditable]';
/** Signs of an answer beside a changed document. */
const answers =
  'scroll input change submit popstate hashchange visibilitychange pagehide blur toggle play copy';

/**
 * Captures clicks on a control, or on what has the cursor of one, that nothing answers: no change of the document, no
 * scrolling, navigation, selection or input within two seconds. *Dead Click* carries what its *Element Clicked* does.
 *
 * Answers what is to be told of each click. One click is watched at a time, and only while it waits is the document
 * observed.
 */
export function captureDeadClicks({ on, emit, now, wants, onView }: FullSite): (click: Click) => void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let watched: Event | undefined;
  let click: Click | undefined;

  const end = (): void => {
    clearTimeout(waiting);
    waiting = click = watched = undefined;
    observer.disconnect();
  };
  const observer = new MutationObserver(end);
  const judge = (): void => {
    const dead = click;
    end();
    if (dead && isUnanswered(dead)) emit('Dead Click', dead.properties, now());
  };

  // Before the page's own listeners: what they change is the answer.
  on(window, 'click', (event) => {
    if (waiting !== undefined || !wants('clicks')) return;
    watched = event;
    waiting = setTimeout(judge, answerMs);
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  });
  on(window, answers, end);
  onView.push(end);
  return (described) => {
    if (described.event === watched) click = described;
  };
}

function isUnanswered({ element, event, isControl }: Click): boolean {
  const link = element.closest<HTMLAnchorElement>('a[href]');
  if ((link && !event.defaultPrevented) || element.closest(answering) || !getSelection()?.isCollapsed)
    return false;
  return isControl || getComputedStyle(element).cursor === 'pointer';
}
