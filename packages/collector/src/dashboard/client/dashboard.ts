import { showConnection } from './connection.ts';
import { showKeyForm } from './key-form.ts';
import { showOverview } from './overview.ts';
import { showProfilePage } from './profile-page.ts';
import { createReadApi, type ReadApi } from './read-api.ts';
import { forgetKey, keepKey, takeKey } from './secret-key.ts';

const main = document.querySelector<HTMLElement>('#main');
const forget = document.querySelector<HTMLButtonElement>('#forget');
let leave: () => void = () => undefined;

if (main !== null && forget !== null) start(main, forget);

/** Asks for the key if there is none; then shows the page that the fragment names, and again when it changes. */
function start(target: HTMLElement, forgetButton: HTMLButtonElement): void {
  const key = takeKey();
  forgetButton.hidden = key === undefined;
  forgetButton.onclick = () => {
    forgetKey();
    location.reload();
  };
  if (key === undefined) {
    ask(target, forgetButton, '');
    return;
  }
  const api = createReadApi({
    base: document.body.dataset.api ?? '/v1',
    key,
    onState: showConnection,
    onRefused: (message) => {
      leave();
      forgetKey();
      forgetButton.hidden = true;
      ask(target, forgetButton, message);
    },
  });
  const go = (): void => {
    leave();
    // A link with a key that is opened in this tab changes only the fragment.
    if (location.hash.startsWith('#key=')) {
      start(target, forgetButton);
      return;
    }
    leave = show(target, api);
  };
  window.onhashchange = go;
  go();
}

function ask(target: HTMLElement, forgetButton: HTMLButtonElement, problem: string): void {
  window.onhashchange = null;
  leave = () => undefined;
  showConnection('idle');
  showKeyForm(target, problem, (key) => {
    keepKey(key);
    start(target, forgetButton);
  });
}

function show(target: HTMLElement, api: ReadApi): () => void {
  const profile = /^#\/profiles\/(.+)$/.exec(location.hash)?.[1];
  return profile === undefined
    ? showOverview(target, api)
    : showProfilePage(target, api, decodeURIComponent(profile));
}
