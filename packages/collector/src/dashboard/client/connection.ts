/** How the live stream is doing. */
export type Connection = 'idle' | 'connecting' | 'live' | 'broken';

const words: Readonly<Record<Connection, string>> = {
  idle: 'not connected',
  connecting: 'connecting',
  live: 'live',
  broken: 'connection lost, trying again',
};

/** Says at the top how the live stream is doing. */
export function showConnection(state: Connection): void {
  const target = document.querySelector<HTMLElement>('#connection');
  const text = target?.querySelector('b');
  if (target === null || text === null || text === undefined) return;
  target.dataset.state = state;
  text.textContent = words[state];
}
