const shownMs = 2600;
let hide: ReturnType<typeof setTimeout> | undefined;

/** Says something for a moment, aloud as well (the element is a live region). */
export function showToast(message: string): void {
  const toast = document.querySelector<HTMLElement>('.toast');
  if (toast === null) return;
  toast.textContent = message;
  toast.hidden = false;
  clearTimeout(hide);
  hide = setTimeout(() => {
    toast.hidden = true;
  }, shownMs);
}
