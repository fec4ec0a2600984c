import type { ProfileMessage } from './profile-message.ts';
import { element, reconcile } from './reconcile.ts';
import { type TagRow, tagFamilies } from './tag-tree.ts';
import { startWhy } from './why.ts';

/** Shows the tags as bars by family; a bar opens to say which events made it, and how. */
export function showTagBars(container: HTMLElement, profile: ProfileMessage, address: string): void {
  const families = tagFamilies(profile.tags);
  if (families.length === 0) return;
  reconcile(container, families, {
    key: (family) => family.name,
    create: (family) => {
      const section = element('section', 'family');
      section.dataset.family = family.name;
      section.append(element('h4', '', family.label), element('ul', 'bars'));
      return section;
    },
    update: (section, { rows }) => {
      const list = section.querySelector('ul');
      if (list === null) return;
      reconcile(list, rows, {
        key: (row) => row.tag.value,
        create: (row) => createRow(row, address),
        update: (item, row) => {
          updateRow(item, row);
          refreshWhy(item, profile.events);
        },
      });
    },
  });
}

/** An open answer is of the profile that it was asked of: after the next event it is asked for again. */
function refreshWhy(item: HTMLElement, events: number): void {
  if (item.dataset.events === String(events)) return;
  const isFirst = item.dataset.events === undefined;
  item.dataset.events = String(events);
  if (!isFirst) item.dispatchEvent(new Event('refresh'));
}

function createRow({ label, tag }: TagRow, address: string): HTMLElement {
  const item = element('li', 'bar-row');
  const button = element('button', 'bar');
  button.type = 'button';
  button.append(
    element('span', 'bar-label', label),
    element('span', 'bar-weight'),
    element('span', 'bar-track'),
  );
  button.querySelector('.bar-track')?.append(element('span', 'bar-fill'));
  const box = element('div', 'why');
  const why = startWhy(button, box, {
    address,
    // A shelf is asked about with all below it, as its bar is long.
    what: () => `tag:${tag.family}:${tag.value}${item.dataset.below === 'true' ? '/*' : ''}`,
  });
  item.addEventListener('refresh', why.refresh);
  item.append(button, box);
  return item;
}

function updateRow(item: HTMLElement, { tag, total, depth, length }: TagRow): void {
  item.dataset.depth = String(Math.min(depth, 3));
  const weight = item.querySelector<HTMLElement>('.bar-weight');
  const shown = total.toFixed(total < 10 ? 2 : 1);
  if (weight !== null && weight.textContent !== shown) {
    const grew = weight.textContent !== '' && Number(weight.textContent) < total;
    weight.textContent = shown;
    if (grew) {
      item.classList.remove('grew');
      // Reading a layout property restarts the animation of the class.
      void item.offsetWidth;
      item.classList.add('grew');
    }
  }
  item
    .querySelector<HTMLElement>('.bar-fill')
    ?.style.setProperty('transform', `scaleX(${Math.max(length, 0.02)})`);
  item.dataset.below = String(total - tag.weight > 0.005);
}
