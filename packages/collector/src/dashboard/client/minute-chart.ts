import { el, svg } from './elements.ts';
import type { StatsMessage } from './messages.ts';
import { countWords } from './words.ts';

const width = 600;
const height = 120;
const gap = 2;

/** Events per minute of the last hour, a column for each minute, the current one last. */
export function minuteChart(perMinute: StatsMessage['perMinute']): HTMLElement {
  const most = Math.max(1, ...perMinute.map(({ count }) => count));
  const step = width / Math.max(1, perMinute.length);
  const columns = perMinute.map(({ at, count }, index) => {
    const tall = count === 0 ? 1.5 : Math.max(3, (count / most) * height);
    const column = svg('rect', {
      x: index * step + gap / 2,
      y: height - tall,
      width: step - gap,
      height: tall,
      rx: 1,
      class: count === 0 ? 'none' : index === perMinute.length - 1 ? 'current' : 'some',
    });
    const title = svg('title', {});
    title.textContent = `${new Date(at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}: ${countWords(count)}`;
    column.append(title);
    return column;
  });
  const chart = svg(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', role: 'img' },
    ...columns,
  );
  const total = perMinute.reduce((sum, { count }) => sum + count, 0);
  chart.setAttribute(
    'aria-label',
    `${countWords(total)} events in the last hour, ${countWords(most)} in the busiest minute`,
  );
  return el(
    'div',
    'minutes',
    chart,
    el(
      'p',
      'axis quiet',
      el('span', '', 'an hour ago'),
      el('span', '', `busiest minute ${countWords(most)}`),
      el('span', '', 'now'),
    ),
  );
}
