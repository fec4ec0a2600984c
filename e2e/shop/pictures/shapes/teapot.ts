import { contactShadow, decorated, ellipse, inkOf, solid, stroke } from '../paint.ts';
import type { PictureSpec } from '../picture.ts';

/** Forms: 0 round, 1 tall, 2 low with a bent-wood handle over the top. */
export function drawTeapot(spec: PictureSpec): string {
  const color = inkOf(spec.body);
  switch (spec.form) {
    case 1:
      return [
        contactShadow(102, 40),
        stroke('M138 92 C176 84 176 146 140 148', color, 9) +
          stroke('M138 92 C176 84 176 146 140 148', '#2b1c1030', 9),
        solid('M70 128 C52 122 56 86 38 74 L48 66 C66 74 66 100 76 106Z', spec.body),
        decorated(
          'M66 152 C62 120 72 78 84 72 H120 C132 78 142 120 138 152 Q136 168 122 168 H82 Q68 168 66 152Z',
          spec,
        ),
        solid('M82 73 C86 60 118 60 122 73Z', spec.body),
        ellipse([102, 58], [6, 6], inkOf(spec.accent)),
      ].join('');
    case 2:
      return [
        contactShadow(100, 50),
        stroke('M66 108 C62 46 138 46 134 108', inkOf('wood'), 6),
        solid('M58 136 C42 132 42 114 28 108 L36 100 C52 106 54 120 66 122Z', spec.body),
        decorated(
          'M52 138 C52 112 76 104 100 104 C124 104 148 112 148 138 C148 158 134 168 100 168 C66 168 52 158 52 138Z',
          spec,
        ),
        solid('M78 107 C82 96 118 96 122 107Z', spec.body),
        ellipse([100, 95], [5, 5], inkOf('wood')),
      ].join('');
    default:
      return [
        contactShadow(102, 46),
        stroke('M146 108 C182 102 180 154 142 152', color, 9) +
          stroke('M146 108 C182 102 180 154 142 152', '#2b1c1030', 9),
        solid('M64 140 C44 136 46 104 28 94 L37 86 C56 96 56 116 72 118Z', spec.body),
        decorated(
          'M56 130 C56 100 78 88 103 88 C128 88 150 100 150 130 C150 156 134 168 103 168 C72 168 56 156 56 130Z',
          spec,
        ),
        solid('M80 91 C84 78 122 78 126 91Z', spec.body),
        ellipse([103, 76], [6, 6], inkOf(spec.accent === 'chalk' ? 'brass' : spec.accent)),
      ].join('');
  }
}
