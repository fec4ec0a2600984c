import { contactShadow, ellipse, inkOf, solid, stroke } from '../paint.ts';
import type { PictureSpec } from '../picture.ts';

/** A seed packet. Forms choose the plant on the label: 0 tomato, 1 sweet pea, 2 radish, 3 sunflower. */
export function drawPacket(spec: PictureSpec): string {
  return [
    contactShadow(100, 36),
    '<g transform="rotate(-3 100 168)">',
    solid('M62 52 H138 V168 H62Z', spec.body),
    solid('M62 52 H138 L132 40 H68Z', spec.body),
    stroke('M62 52 H138', '#1a103033', 1.2),
    `<rect x="70" y="60" width="60" height="70" rx="30" fill="${inkOf(spec.accent)}"/>`,
    plant(spec.form),
    `<path d="M76 142 H124" stroke="${inkOf(spec.accent)}" stroke-width="4"/><path d="M84 151 H116" stroke="${inkOf(spec.accent)}" stroke-width="2"/>`,
    '</g>',
  ].join('');
}

function plant(form: PictureSpec['form']): string {
  const green = '#4f7040';
  switch (form) {
    case 0:
      return [
        stroke('M100 124 C98 104 100 92 102 72', green, 2.4),
        ellipse([90, 98], [10, 9.5], '#d8432c'),
        ellipse([111, 108], [10, 9.5], '#e2573b'),
        ellipse([108, 86], [7, 6.6], '#e98a3c'),
        `<path d="M100 84 Q84 84 82 72 Q98 72 100 84Z" fill="${green}"/>`,
      ].join('');
    case 1:
      return [
        stroke('M100 126 C92 108 108 96 98 74', green, 2.2),
        ...[
          [90, 82, '#c2527c'],
          [108, 92, '#8e5fb8'],
          [92, 104, '#e08aa5'],
          [104, 74, '#8e5fb8'],
        ].map(
          ([x, y, fill]) =>
            `<path d="M${x} ${y} q-11 -5 -6 -12 q6 -4 6 2 q2 -6 8 -2 q4 7 -8 12z" fill="${fill}"/>`,
        ),
        stroke('M99 112 q10 2 12 10', green, 1.4),
      ].join('');
    case 2:
      return [
        `<path d="M100 94 Q80 88 82 68 Q98 72 100 94Z M100 94 Q120 88 118 68 Q102 72 100 94Z M100 94 Q94 78 100 62 Q106 78 100 94Z" fill="${green}"/>`,
        '<path d="M100 92 C116 92 116 112 100 120 C84 112 84 92 100 92Z" fill="#fff"/><path d="M88 100 C88 90 112 90 112 100 C112 106 108 110 106 110 H94 C92 110 88 106 88 100Z" fill="#c92f55"/>',
        stroke('M100 118 V127', '#ffffff', 2),
      ].join('');
    case 3:
      return [
        stroke('M100 126 V92', green, 3),
        `<path d="M100 118 Q84 118 80 106 Q96 104 100 118Z M100 112 Q116 112 120 100 Q104 98 100 112Z" fill="${green}"/>`,
        ...Array.from(
          { length: 12 },
          (_, index) =>
            `<ellipse cx="100" cy="68" rx="4.4" ry="10" fill="#e5a417" transform="rotate(${index * 30} 100 84)"/>`,
        ),
        ellipse([100, 84], [10, 10], '#5b3a22'),
      ].join('');
  }
}
