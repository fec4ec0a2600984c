import { contactShadow, decorated, ellipse, solid, stroke } from '../paint.ts';
import type { PictureSpec } from '../picture.ts';

/** A pot with its plant. Forms: 0 olive tree, 1 herbs, 2 fern, 3 cactus. */
export function drawPot(spec: PictureSpec): string {
  const leaf = '#5c7c46';
  switch (spec.form) {
    case 0:
      return [
        contactShadow(100, 36),
        stroke('M100 118 C98 96 102 84 100 62', '#7a5a40', 4),
        ...[
          [78, 66],
          [100, 46],
          [122, 66],
          [88, 50],
          [114, 50],
          [100, 70],
        ].map(([x, y]) => ellipse([x ?? 0, y ?? 0], [18, 15], leaf)),
        ...[
          [74, 60],
          [94, 42],
          [116, 60],
          [106, 66],
        ].map(([x, y]) => ellipse([x ?? 0, y ?? 0], [8, 6], '#7d9c5c')),
        decorated('M64 124 H136 L126 160 Q124 168 116 168 H84 Q76 168 74 160Z', spec),
        solid('M60 114 H140 V128 H60Z', spec.body),
      ].join('');
    case 1:
      return [
        contactShadow(100, 42),
        ...[
          [84, 96, -24],
          [96, 84, -8],
          [108, 86, 10],
          [118, 98, 28],
          [90, 108, -14],
          [110, 108, 16],
          [100, 98, 0],
        ].map(
          ([x, y, angle]) =>
            `<path d="M${x} ${y} q-12 -12 0 -26 q12 14 0 26z" fill="${leaf}" transform="rotate(${angle} ${x} ${y})"/>`,
        ),
        stroke('M100 124 V92 M92 124 L86 96 M108 124 L114 96', '#3f5c34', 2),
        solid('M58 160 H142 Q140 168 132 168 H68 Q60 168 58 160Z', spec.body),
        decorated('M68 116 H132 L126 160 H74Z', spec),
      ].join('');
    case 2:
      return [
        contactShadow(100, 30),
        ...[-62, -38, -14, 12, 36, 60].map((angle) => frond(angle)),
        decorated('M78 104 H122 C134 122 130 150 120 168 H80 C70 150 66 122 78 104Z', spec),
      ].join('');
    case 3:
      return [
        contactShadow(100, 26),
        solid('M84 130 V92 C84 70 116 70 116 92 V130Z', spec.accent),
        solid(
          'M116 112 H124 Q128 112 128 106 V98 C128 92 138 92 138 98 V108 Q138 122 124 122 H116Z',
          spec.accent,
        ),
        stroke('M92 84 V126 M100 80 V126 M108 84 V126', '#ffffff44', 1.2),
        ellipse([100, 74], [6, 5], '#ef7d93'),
        decorated('M72 128 H128 L122 160 Q121 168 113 168 H87 Q79 168 78 160Z', spec),
      ].join('');
  }
}

function frond(angle: number): string {
  const leaflets = Array.from({ length: 6 }, (_, index) => {
    const y = 92 - index * 9;
    const reach = 13 - index * 1.6;
    return `M100 ${y} q-${reach} -1 -${reach} -8 q${reach} 0 ${reach} 8 q${reach} -1 ${reach} -8 q-${reach} 0 -${reach} 8z`;
  });
  return `<g transform="rotate(${angle} 100 108)"><path d="M100 108 V36" stroke="#46683c" stroke-width="2"/><path d="${leaflets.join(' ')}" fill="#6f9455"/></g>`;
}
