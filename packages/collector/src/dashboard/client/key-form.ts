import { el } from './elements.ts';

/** Asks for the secret key; `problem` says why the last one did not do. */
export function showKeyForm(target: HTMLElement, problem: string, onKey: (key: string) => void): void {
  const input = el('input', '');
  input.id = 'key';
  input.type = 'password';
  input.required = true;
  input.autocomplete = 'off';
  input.spellcheck = false;
  input.placeholder = 'sk_…';
  const label = el('label', '', 'Secret key');
  label.htmlFor = 'key';
  const form = el(
    'form',
    'key-form',
    el('h1', '', 'Whose likeness?'),
    el(
      'p',
      'quiet',
      'The dashboard reads with the site’s secret key. It was printed once, at the first start; the key stays in this tab.',
    ),
  );
  if (problem !== '') {
    const message = el('p', 'problem', problem);
    message.setAttribute('role', 'alert');
    form.append(message);
  }
  form.append(label, input, el('button', 'button', 'Open'));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    onKey(input.value);
  });
  target.replaceChildren(form);
  input.focus();
}
