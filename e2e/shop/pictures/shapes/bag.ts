import { contactShadow, ellipse, inkOf, solid, stroke } from '../paint.ts';
import type { PictureSpec } from '../picture.ts';

/** A coffee bag. Forms: 0 with a moon on the label, 1 with a sun. */
export function drawBag(spec: PictureSpec): string {
  const accent = inkOf(spec.accent);
  const bean = (x: number, y: number, angle: number): string =>
    `<g transform="rotate(${angle} ${x} ${y})">${ellipse([x, y], [6, 4], '#4a2c1d')}<path d="M${x - 5} ${y} q5 -2 10 0" stroke="#2a1710" fill="none"/></g>`;
  return [
    contactShadow(100, 40),
    solid('M66 56 H134 L140 160 Q140 168 132 168 H68 Q60 168 60 160Z', spec.body),
    '<path d="M66 56 L72 164 L60 160Z M134 56 L128 164 L140 160Z" fill="#00000022"/>',
    solid('M64 40 H136 V58 H64Z', spec.body),
    `<path d="M64 50 H136 V54 H64Z" fill="${inkOf('brass')}"/>`,
    `<rect x="76" y="78" width="48" height="66" fill="${accent}"/>`,
    spec.form === 0
      ? `<path d="M104 88 A14 14 0 1 0 114 108 A11 11 0 1 1 104 88Z" fill="${inkOf(spec.body)}"/>`
      : `<circle cx="100" cy="102" r="9" fill="${inkOf('tomato')}"/>${stroke('M100 86 V82 M100 118 V122 M84 102 H80 M116 102 H120 M89 91 L86 88 M111 113 L114 116 M111 91 L114 88 M89 113 L86 116', inkOf('tomato'), 2)}`,
    stroke('M86 130 H114 M92 137 H108', inkOf(spec.body), 2.2),
    bean(152, 164, 20),
    bean(164, 166, -30),
    bean(46, 166, 10),
  ].join('');
}
