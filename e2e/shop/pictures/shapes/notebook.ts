import { contactShadow, decorated, inkOf, solid, stroke } from '../paint.ts';
import type { PictureSpec } from '../picture.ts';

/** Forms: 0 bound and standing, 1 three in a pile, 2 spiral. */
export function drawNotebook(spec: PictureSpec): string {
  const accent = inkOf(spec.accent);
  switch (spec.form) {
    case 0:
      return [
        contactShadow(102, 38),
        '<path d="M132 50 L144 56 V168 H132Z" fill="#efe6d2"/><path d="M135 54 V168 M139 56 V168" stroke="#00000018"/>',
        solid('M62 44 H134 V168 H62Z', spec.body),
        '<path d="M62 44 H74 V168 H62Z" fill="#00000026"/>',
        `<rect x="84" y="64" width="40" height="26" fill="#f6f0e4"/><path d="M90 73 H118 M90 81 H110" stroke="#1a103066" stroke-width="1.6"/>`,
        `<path d="M122 44 V168" stroke="${accent}" stroke-width="3.4"/>`,
        `<path d="M94 168 V176 L98 172 L102 176 V168Z" fill="${accent}"/>`,
      ].join('');
    case 1:
      return [
        contactShadow(100, 54),
        book(42, 144, spec.body),
        book(48, 122, spec.accent),
        book(40, 100, 'celadon'),
        stroke('M58 98 C90 84 116 88 140 74', inkOf('walnut'), 5),
        stroke('M136 76 L143 72', '#2b2b2b', 4),
      ].join('');
    default:
      return [
        contactShadow(102, 38),
        '<path d="M66 48 H142 V168 H66Z" fill="#efe6d2"/>',
        decorated('M62 46 H138 V168 H62Z', { ...spec, pattern: 'plain' }),
        stroke('M82 128 C92 100 104 140 112 112 C116 98 124 118 128 108', accent, 2.4),
        `<rect x="80" y="64" width="48" height="18" fill="#f6f0e4"/><path d="M86 73 H120" stroke="#1a103088" stroke-width="2"/>`,
        ...Array.from({ length: 11 }, (_, index) => stroke(`M57 ${54 + index * 11} h11`, accent, 2.6)),
      ].join('');
  }
}

function book(x: number, y: number, ink: PictureSpec['body']): string {
  return [
    `<path d="M${x + 6} ${y + 4} H${x + 114} V${y + 20} H${x + 6}Z" fill="#efe6d2"/><path d="M${x + 8} ${y + 9} H${x + 113} M${x + 8} ${y + 14} H${x + 113}" stroke="#00000018"/>`,
    solid(
      `M${x} ${y + 6} Q${x} ${y} ${x + 6} ${y} H${x + 118} V${y + 5} H${x + 8} V${y + 19} H${x + 118} V${y + 24} H${x + 6} Q${x} ${y + 24} ${x} ${y + 18}Z`,
      ink,
    ),
  ].join('');
}
