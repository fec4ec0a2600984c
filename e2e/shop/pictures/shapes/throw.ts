import { contactShadow, decorated, inkOf, stroke } from '../paint.ts';
import type { PictureSpec } from '../picture.ts';

/** Forms: 0 folded on the shelf, 1 hung over a peg. */
export function drawThrow(spec: PictureSpec): string {
  return spec.form === 1 ? hung(spec) : folded(spec);
}

function folded(spec: PictureSpec): string {
  const layers = [142, 118, 94].map(
    (y, index) =>
      decorated(
        `M${44 + index * 3} ${y} H${150 - index * 2} Q${162 - index * 2} ${y + 13} ${150 - index * 2} ${y + 26} H${44 + index * 3} Z`,
        spec,
      ) + stroke(`M${46 + index * 3} ${y + 25} H${150 - index * 2}`, '#1a103044', 1.4),
  );
  return [
    contactShadow(100, 58),
    ...layers,
    fringe(44, 142, 26),
    fringe(47, 118, 26),
    fringe(50, 94, 26),
  ].join('');

  function fringe(x: number, y: number, height: number): string {
    const threads = Array.from({ length: 6 }, (_, index) => {
      const at = y + 3 + (index * (height - 6)) / 5;
      return `M${x + 2} ${at} l-9 ${index % 2 === 0 ? 1.5 : -1}`;
    });
    return stroke(threads.join(' '), inkOf(spec.body), 2);
  }
}

function hung(spec: PictureSpec): string {
  const threads = Array.from(
    { length: 17 },
    (_, index) => `M${56 + index * 5.5} 150 l${index % 2 === 0 ? 1 : -1} 11`,
  );
  return [
    `<rect x="22" y="42" width="156" height="7" rx="3.5" fill="${inkOf('wood')}"/>`,
    `<rect x="22" y="42" width="156" height="7" rx="3.5" fill="url(#shade)"/>`,
    decorated('M62 40 Q100 30 140 40 L142 128 Q120 134 104 128 L62 132Z', {
      ...spec,
      pattern: 'plain',
      body: spec.accent,
    }),
    stroke(threads.join(' '), inkOf(spec.body), 2),
    decorated('M54 41 Q100 32 146 41 Q150 100 146 150 Q124 156 100 151 Q76 156 54 150 Q50 100 54 41Z', spec),
    '<path d="M78 44 Q74 100 80 150 L88 152 Q82 100 86 42Z" fill="#1a103018"/><path d="M116 40 Q122 100 114 152 L124 153 Q130 100 122 40Z" fill="#1a103018"/>',
  ].join('');
}
