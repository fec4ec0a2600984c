import { contactShadow, decorated, ellipse, inkOf, solid } from '../paint.ts';
import type { PictureSpec } from '../picture.ts';

/** Forms: 0 wide with fruit, 1 deep, 2 three that nest. */
export function drawBowl(spec: PictureSpec): string {
  switch (spec.form) {
    case 0:
      return [
        contactShadow(100, 40),
        fruit(78, 110, '#5d2a57'),
        fruit(100, 104, '#7a3566'),
        fruit(122, 110, '#4c2550'),
        solid('M84 160 H116 L119 168 H81Z', spec.body),
        decorated('M38 114 C42 150 70 164 100 164 C130 164 158 150 162 114 A62 8 0 0 1 38 114Z', spec),
        `<path d="M38 114 A62 8 0 0 0 162 114" fill="none" stroke="${inkOf(spec.accent)}" stroke-width="2.5"/>`,
      ].join('');
    case 1:
      return [
        contactShadow(100, 34),
        solid('M82 160 H118 L120 168 H80Z', 'oat'),
        ellipse([100, 112], [48, 9], inkOf(spec.body)),
        ellipse([100, 113], [44, 7], '#2a1c1a55'),
        decorated('M52 112 C52 146 72 164 100 164 C128 164 148 146 148 112 A48 9 0 0 1 52 112Z', spec),
      ].join('');
    default:
      return [
        contactShadow(100, 44),
        solid('M62 88 C64 108 80 118 100 118 C120 118 136 108 138 88Z', 'celadon'),
        ellipse([100, 88], [38, 6], '#8fb8a0'),
        solid('M52 106 C54 130 74 142 100 142 C126 142 146 130 148 106Z', spec.accent),
        solid('M82 160 H118 L120 168 H80Z', spec.body),
        decorated('M42 126 C46 152 70 165 100 165 C130 165 154 152 158 126Z', spec),
      ].join('');
  }
}

function fruit(x: number, y: number, color: string): string {
  return `${ellipse([x, y], [15, 16], color)}${ellipse([x - 5, y - 6], [4, 5], '#ffffff2e')}`;
}
