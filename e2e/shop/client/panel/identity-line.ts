import type { ProfileMessage } from './profile-message.ts';

/** Says who the profile belongs to: nobody yet, or somebody, and under how many ids they are known. */
export function showIdentity(panel: HTMLElement, profile: ProfileMessage): void {
  const user = profile.ids.find(({ kind }) => kind === 'user');
  const anonymous = profile.ids.filter(({ kind }) => kind === 'anonymous');
  const name = profile.traits.find((trait) => trait.name === 'name')?.value;
  const known = user !== undefined;
  const who = known ? (typeof name === 'string' ? name : user.value) : 'Somebody';
  const ids = known
    ? `${user.value} + ${anonymous.length} ${anonymous.length === 1 ? 'device' : 'devices'}`
    : anonymous.length > 0
      ? `anonymous ${anonymous[0]?.value.slice(0, 8)}`
      : 'nobody we know yet';
  const line = panel.querySelector<HTMLElement>('[data-panel="identity"]');
  if (line !== null) line.dataset.known = String(known);
  write(panel, 'who', who);
  write(panel, 'ids', ids);
  write(panel, 'peek-name', known ? who : 'Your likeness');
}

function write(panel: HTMLElement, name: string, text: string): void {
  const target = panel.querySelector<HTMLElement>(`[data-panel="${name}"]`);
  if (target !== null && target.textContent !== text) target.textContent = text;
}
