import { contactShadow, inkOf, solid, stroke } from '../paint.ts';
import type { PictureSpec } from '../picture.ts';

/** An ink bottle. Forms: 0 square, 1 round, 2 wide with sloped shoulders. */
export function drawBottle(spec: PictureSpec): string {
  const glass = outline(spec.form);
  return [
    contactShadow(100, 36),
    `<path d="${glass}" fill="#dfeaec" opacity=".75"/>`,
    `<path d="${glass}" fill="${inkOf(spec.body)}" transform="translate(100 168) scale(.88 .84) translate(-100 -171)"/>`,
    `<path d="${glass}" fill="url(#shade)"/>`,
    solid('M84 76 H116 V98 H84Z', 'charcoal'),
    stroke('M90 80 V95 M96 80 V95 M102 80 V95 M108 80 V95', '#ffffff2a', 1.4),
    `<rect x="78" y="124" width="44" height="30" rx="1.5" fill="${inkOf('chalk')}"/><path d="M84 133 H116 M90 140 H110" stroke="${inkOf(spec.body)}" stroke-width="2"/>`,
    `<circle cx="100" cy="148" r="2.4" fill="${inkOf(spec.accent)}"/>`,
    stroke('M70 122 V154', '#ffffff66', 3),
  ].join('');
}

function outline(form: PictureSpec['form']): string {
  switch (form) {
    case 1:
      return 'M88 96 H112 V102 C132 106 142 120 142 136 C142 156 128 168 112 168 H88 C72 168 58 156 58 136 C58 120 68 106 88 102Z';
    case 2:
      return 'M88 96 H112 V106 L140 128 V160 Q140 168 132 168 H68 Q60 168 60 160 V128 L88 106Z';
    default:
      return 'M88 96 H112 V104 H128 Q138 104 138 114 V158 Q138 168 128 168 H72 Q62 168 62 158 V114 Q62 104 72 104 H88Z';
  }
}
