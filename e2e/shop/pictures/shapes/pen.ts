import { contactShadow, decorated, ellipse, inkOf, solid } from '../paint.ts';
import type { PictureSpec } from '../picture.ts';

/** Forms: 0 fountain pen in a stand, 1 pencils in a pot, 2 pen on its box. */
export function drawPen(spec: PictureSpec): string {
  const accent = inkOf(spec.accent);
  switch (spec.form) {
    case 0:
      return [
        contactShadow(100, 36),
        '<g transform="rotate(16 100 150)">',
        solid('M93 30 Q100 20 107 30 V96 H93Z', spec.body),
        `<rect x="92" y="94" width="16" height="5" fill="${accent}"/>`,
        solid('M94 99 H106 L104 128 H96Z', spec.body),
        `<path d="M96 128 H104 L100 152Z" fill="${accent}"/><path d="M107 34 H112 V78 H109" fill="none" stroke="${accent}" stroke-width="2.6"/>`,
        '</g>',
        solid('M66 152 H134 Q140 152 140 160 V168 H60 V160 Q60 152 66 152Z', 'walnut'),
        ellipse([99, 152], [9, 3], '#00000066'),
      ].join('');
    case 1:
      return [
        contactShadow(100, 28),
        ...[
          [82, 40, 'tomato', -9],
          [92, 28, 'mustard', -4],
          [101, 36, 'teal', 1],
          [110, 24, 'ink', 5],
          [120, 42, 'coral', 10],
        ].map(([x, top, ink, angle]) =>
          pencil(Number(x), Number(top), inkOf(ink as PictureSpec['body']), Number(angle)),
        ),
        decorated('M74 104 H126 L123 160 Q122 168 114 168 H86 Q78 168 77 160Z', spec),
        ellipse([100, 104], [26, 4], '#00000033'),
      ].join('');
    default:
      return [
        contactShadow(100, 62),
        solid('M36 138 H164 V168 H36Z', 'oat'),
        `<rect x="36" y="138" width="128" height="5" fill="#ffffff44"/><rect x="82" y="150" width="36" height="10" fill="${inkOf(spec.body)}" opacity=".8"/>`,
        '<g transform="rotate(-5 100 128)">',
        solid('M40 122 Q34 128 40 134 H112 V122Z', spec.body),
        `<rect x="110" y="121" width="6" height="14" fill="${accent}"/>`,
        solid('M116 122 H148 L158 127 V129 L148 134 H116Z', spec.body),
        `<path d="M156 126 L166 128 L156 130Z" fill="${accent}"/><path d="M42 119 H84 V122" fill="none" stroke="${accent}" stroke-width="2.6"/>`,
        '</g>',
      ].join('');
  }
}

function pencil(x: number, top: number, color: string, angle: number): string {
  return `<g transform="rotate(${angle} ${x} 120)"><path d="M${x - 4} ${top + 12} H${x + 4} V130 H${x - 4}Z" fill="${color}"/><path d="M${x - 4} ${top + 12} L${x} ${top} L${x + 4} ${top + 12}Z" fill="#e9cfa4"/><path d="M${x - 1.4} ${top + 4} L${x} ${top} L${x + 1.4} ${top + 4}Z" fill="${color}"/><path d="M${x + 1} ${top + 12} H${x + 4} V130 H${x + 1}Z" fill="#00000022"/></g>`;
}
