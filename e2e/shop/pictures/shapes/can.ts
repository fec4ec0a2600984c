import { contactShadow, ellipse, inkOf, solid, stroke } from '../paint.ts';
import type { PictureSpec } from '../picture.ts';

/** Forms: 0 long-reach watering can, 1 small can with a swan's neck, 2 glass mister. */
export function drawCan(spec: PictureSpec): string {
  const color = inkOf(spec.body);
  switch (spec.form) {
    case 0:
      return [
        contactShadow(116, 40),
        stroke('M96 104 C104 66 152 66 158 132', color, 6) +
          stroke('M96 104 C104 66 152 66 158 132', '#1a103030', 6),
        stroke('M84 150 L28 78', color, 8) + stroke('M84 150 L28 78', '#ffffff18', 3),
        stroke('M84 116 L54 110', color, 3),
        solid('M14 82 L34 64 L38 70 L20 88Z', spec.accent),
        solid('M80 104 H150 L154 160 Q154 168 146 168 H84 Q76 168 76 160Z', spec.body),
        ellipse([115, 104], [35, 6], '#0e2a20'),
        `<rect x="77" y="126" width="76" height="4" fill="${inkOf(spec.accent)}"/>`,
      ].join('');
    case 1:
      return [
        contactShadow(112, 32),
        stroke('M142 112 C176 112 172 158 140 158', color, 5),
        stroke('M88 158 C56 152 70 84 34 60', color, 6),
        solid('M28 62 L38 52 L42 58 L34 66Z', spec.accent),
        solid('M84 112 C84 92 140 92 140 112 L144 160 Q144 168 136 168 H88 Q80 168 80 160Z', spec.body),
        ellipse([112, 100], [14, 4], '#00000055'),
        `<rect x="81" y="146" width="62" height="3" fill="${inkOf(spec.accent)}"/>`,
      ].join('');
    default:
      return [
        contactShadow(100, 30),
        solid(
          'M72 112 C72 96 90 100 92 84 H108 C110 100 128 96 128 112 V158 Q128 168 118 168 H82 Q72 168 72 158Z',
          spec.body,
        ),
        '<path d="M74 130 H126 V158 Q126 166 118 166 H82 Q74 166 74 158Z" fill="#6fa9c455"/>',
        stroke('M84 108 V158 M100 104 V162 M116 108 V158', '#ffffff55', 2.2),
        solid('M88 72 H112 V86 H88Z', spec.accent),
        solid('M70 60 H112 V72 H84 L70 68Z', spec.accent),
        stroke('M96 60 V50 H106', inkOf(spec.accent), 4),
        '<g fill="#fff" opacity=".7"><circle cx="60" cy="60" r="1.6"/><circle cx="52" cy="54" r="1.4"/><circle cx="52" cy="66" r="1.4"/><circle cx="43" cy="60" r="1.2"/><circle cx="42" cy="49" r="1"/><circle cx="42" cy="71" r="1"/></g>',
      ].join('');
  }
}
