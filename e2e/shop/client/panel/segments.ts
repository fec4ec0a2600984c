import type { PanelSegment } from './panel-state.ts';
import { element, reconcile } from './reconcile.ts';
import { startWhy } from './why.ts';

/** Shows the segments that the visitor is in, and those just left; each opens to say why. */
export function showSegments(list: HTMLElement, segments: readonly PanelSegment[], address: string): void {
  if (segments.length === 0) return;
  reconcile(list, segments, {
    key: ({ name }) => name,
    create: ({ name, description }) => {
      const item = element('li', 'segment');
      const button = element('button', 'segment-name', nameInWords(name));
      button.type = 'button';
      button.title = description;
      const box = element('div', 'why');
      startWhy(button, box, { address, what: () => `segment:${name}` });
      item.append(button, element('span', 'segment-state'), box);
      return item;
    },
    update: (item, { state }) => {
      item.dataset.state = state;
      const shown = item.querySelector('.segment-state');
      const words = { in: '', entered: 'just entered', left: 'just left' }[state];
      if (shown !== null && shown.textContent !== words) shown.textContent = words;
    },
  });
}

function nameInWords(name: string): string {
  const words = name.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
