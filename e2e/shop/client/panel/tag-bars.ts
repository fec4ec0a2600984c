import type { Tag } from './profile-message.ts';
import { element, reconcile } from './reconcile.ts';
import { type Family, type TagRow, tagFamilies } from './tag-tree.ts';

/** Shows the tags as bars by family; a bar opens to say why it is as long as it is. */
export function showTagBars(container: HTMLElement, tags: readonly Tag[]): void {
  const families = tagFamilies(tags);
  if (families.length === 0) return;
  reconcile(container, families, {
    key: (family) => family.name,
    create: (family) => {
      const section = element('section', 'family');
      section.dataset.family = family.name;
      section.append(element('h4', '', family.label), element('ul', 'bars'));
      return section;
    },
    update: showFamily,
  });
}

function showFamily(section: HTMLElement, family: Family): void {
  const list = section.querySelector('ul');
  if (list === null) return;
  reconcile(list, family.rows, { key: (row) => row.tag.value, create: createRow, update: updateRow });
}

function createRow({ label }: TagRow): HTMLElement {
  const item = element('li', 'bar-row');
  const button = element('button', 'bar');
  button.type = 'button';
  button.setAttribute('aria-expanded', 'false');
  button.append(
    element('span', 'bar-label', label),
    element('span', 'bar-weight'),
    element('span', 'bar-track'),
  );
  button.querySelector('.bar-track')?.append(element('span', 'bar-fill'));
  const why = element('p', 'why');
  why.hidden = true;
  button.addEventListener('click', () => {
    why.hidden = !why.hidden;
    button.setAttribute('aria-expanded', String(!why.hidden));
  });
  item.append(button, why);
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
  const why = item.querySelector<HTMLElement>('.why');
  if (why !== null) why.textContent = explain(tag, total);
}

function explain(tag: Tag, total: number): string {
  const below =
    total - tag.weight > 0.005
      ? ` ${(total - tag.weight).toFixed(2)} of it comes from the shelves below.`
      : '';
  if (tag.count === 0) return `Never touched itself.${below}`;
  const times = tag.count === 1 ? 'Touched once' : `Touched ${tag.count} times`;
  const share = Math.round(tag.share * 100);
  return `${times}. Itself worth ${tag.fast.toFixed(2)} on the 7-day clock and ${tag.slow.toFixed(2)} on the 120-day one; ${share}% of this family.${below} A look adds 1, a search 2, the basket 3, an order 5.`;
}
