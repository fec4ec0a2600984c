const yearSeconds = 365 * 24 * 60 * 60;

/** The light switch: flips what is shown now and remembers it in a cookie, so that the server renders it at once. */
export function startThemeSwitch(): void {
  const root = document.documentElement;
  const button = document.querySelector<HTMLButtonElement>('[data-theme-switch]');
  if (button === null) return;
  button.hidden = false;
  button.addEventListener('click', () => {
    const dark = root.dataset.theme === 'dark' || (root.dataset.theme === 'auto' && prefersDark());
    const theme = dark ? 'light' : 'dark';
    root.dataset.theme = theme;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet.
    document.cookie = `pottering_theme=${theme}; path=/; max-age=${yearSeconds}; samesite=lax`;
  });
}

function prefersDark(): boolean {
  return matchMedia('(prefers-color-scheme: dark)').matches;
}
