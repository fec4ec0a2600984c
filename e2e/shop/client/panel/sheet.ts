const storageKey = 'pottering.sheet';

/** On a phone the panel is a sheet: its peek bar opens and closes it, and so does Escape; pages keep it as it was. */
export function startSheet(panel: HTMLElement): void {
  const peek = panel.querySelector<HTMLButtonElement>('.peek');
  if (peek === null) return;
  const set = (open: boolean): void => {
    panel.classList.toggle('open', open);
    peek.setAttribute('aria-expanded', String(open));
    try {
      sessionStorage.setItem(storageKey, open ? 'open' : 'closed');
    } catch {
      // Without storage the sheet starts closed on each page.
    }
  };
  try {
    if (sessionStorage.getItem(storageKey) === 'open') set(true);
  } catch {
    // As above.
  }
  peek.addEventListener('click', () => set(!panel.classList.contains('open')));
  panel.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    set(false);
    peek.focus();
  });
}
