import { html } from 'hono/html';
import { people } from '../visitor/person.ts';
import type { Page, Scene } from './page.ts';

/** Log in as one of the demo's people, or out again. */
export function loginPage({ base, visitor: { person } }: Scene): Page {
  return {
    title: person === undefined ? 'Log in' : person.name,
    description: 'Be somebody.',
    kind: 'website',
    department: 'login',
    main:
      person === undefined
        ? html`<header class="heading"><h1>Who are you today?</h1><p>No passwords. Whoever you pick, everything you did as a stranger goes with you.</p></header>
<ul class="people">${people.map(
            (
              someone,
            ) => html`<li><form method="post" action="${base}/login" data-action><input type="hidden" name="person" value="${someone.id}">
<button><span class="initials" aria-hidden="true">${initials(someone.name)}</span><strong>${someone.name}</strong><span>${someone.line}</span></button></form></li>`,
          )}</ul>`
        : html`<header class="heading"><h1>${person.name}</h1><p>${person.line}</p></header>
<dl class="facts"><div><dt>E-mail</dt><dd>${person.email}</dd></div><div><dt>Standing</dt><dd>${person.plan}</dd></div></dl>
<form method="post" action="${base}/logout" data-action><button class="button">Log out</button></form>
<p class="after">Logging out gives this browser a new anonymous id: the next person here starts with an empty page.</p>`,
  };
}

function initials(name: string): string {
  return name
    .split(' ')
    .map((word) => word.charAt(0))
    .join('');
}
