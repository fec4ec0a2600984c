import type { Outcome } from '../events/instruction.ts';
import { flushBriefly, makeCalls } from './likeness-calls.ts';
import { showToast } from './toast.ts';

/** Sends forms marked `data-action` in the background and does what the server answers. */
export function startActions(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-action]')) {
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void send(form);
    });
    if (form.dataset.submitOnChange !== undefined) {
      form.addEventListener('change', () => form.requestSubmit());
    }
  }
}

async function send(form: HTMLFormElement): Promise<void> {
  const button = form.querySelector('button');
  if (button?.disabled === true) return;
  if (button) button.disabled = true;
  try {
    const response = await fetch(form.action, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new FormData(form),
    });
    if (!response.ok) throw new Error(await response.text());
    // The shop's own routes answer an Outcome (shop-actions.ts).
    await follow((await response.json()) as Outcome);
  } catch (error) {
    showToast(error instanceof TypeError ? 'The shop does not answer. Is it still running?' : String(error));
  } finally {
    if (button) button.disabled = false;
  }
}

async function follow(outcome: Outcome): Promise<void> {
  makeCalls(outcome.instructions);
  for (const count of document.querySelectorAll<HTMLElement>('[data-cart-count]')) {
    count.textContent = String(outcome.cartCount);
    count.hidden = outcome.cartCount === 0;
  }
  showToast(outcome.message);
  if (outcome.location !== undefined) {
    await flushBriefly();
    location.assign(outcome.location);
  }
}
