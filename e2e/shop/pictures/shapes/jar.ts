import { contactShadow, decorated, inkOf, solid, stroke } from '../paint.ts';
import type { PictureSpec } from '../picture.ts';

/** A jar of something sweet. Forms: 0 cloth lid, 1 honey with a dipper, 2 metal lid. */
export function drawJar(spec: PictureSpec): string {
  return [
    contactShadow(100, 36),
    '<path d="M68 92 Q62 96 62 106 V156 Q62 168 74 168 H126 Q138 168 138 156 V106 Q138 96 132 92Z" fill="#e6eef0" opacity=".7"/>',
    `<path d="M67 104 H133 V154 Q133 164 124 164 H76 Q67 164 67 154Z" fill="${inkOf(spec.body)}"/>`,
    '<path d="M68 92 Q62 96 62 106 V156 Q62 168 74 168 H126 Q138 168 138 156 V106 Q138 96 132 92Z" fill="url(#shade)"/>',
    `<rect x="78" y="118" width="44" height="30" rx="2" fill="${inkOf('chalk')}"/><path d="M85 128 H115 M91 136 H109" stroke="${inkOf(spec.body)}" stroke-width="2.2"/>`,
    stroke('M71 108 V152', '#ffffff77', 3),
    lid(spec),
  ].join('');
}

function lid(spec: PictureSpec): string {
  switch (spec.form) {
    case 1:
      return [
        stroke('M112 90 L134 34', inkOf('wood'), 5),
        solid('M66 78 H134 V93 H66Z', 'wood'),
        '<g transform="rotate(21 136 30)">',
        solid('M128 14 H144 Q150 28 144 42 H128 Q122 28 128 14Z', 'wood'),
        stroke('M126 20 H146 M125 26 H147 M125 32 H147 M127 38 H145', '#00000044', 1.8),
        '</g>',
      ].join('');
    case 2:
      return `${solid('M66 76 H134 V93 H66Z', spec.accent)}${stroke('M72 78 V91 M80 78 V91 M88 78 V91 M96 78 V91 M104 78 V91 M112 78 V91 M120 78 V91 M128 78 V91', '#00000028', 1.6)}`;
    default:
      return [
        decorated(
          'M56 100 Q60 72 100 70 Q140 72 144 100 L136 95 L128 101 L120 95 L112 101 L104 95 L96 101 L88 95 L80 101 L72 95 L64 101Z',
          { ...spec, body: 'chalk' },
        ),
        stroke('M66 88 Q100 94 134 88', inkOf(spec.accent), 2.4),
      ].join('');
  }
}
