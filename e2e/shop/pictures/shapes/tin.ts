import { contactShadow, decorated, ellipse, inkOf, solid, stroke } from '../paint.ts';
import type { PictureSpec } from '../picture.ts';

/** A tea tin. Forms: 0 round and tall, 1 square caddy. */
export function drawTin(spec: PictureSpec): string {
  const chalk = inkOf('chalk');
  if (spec.form === 1) {
    return [
      contactShadow(102, 42),
      decorated('M60 84 H132 V168 H60Z', spec),
      decorated('M132 84 L150 78 V160 L132 168Z', { ...spec, pattern: 'plain' }),
      '<path d="M132 84 L150 78 V160 L132 168Z" fill="#00000038"/>',
      solid('M57 66 H134 V86 H57Z', spec.body),
      '<path d="M134 66 L153 61 V80 L134 86Z" fill="#00000066"/><path d="M57 66 L76 60 H153 L134 66Z" fill="#ffffff44"/>',
      label(96, 126, 24, spec, chalk),
    ].join('');
  }
  return [
    contactShadow(100, 34),
    decorated('M66 72 H134 V160 A34 8 0 0 1 66 160Z', spec),
    solid('M64 54 V76 A36 7 0 0 0 136 76 V54Z', spec.body),
    ellipse([100, 54], [36, 7], inkOf(spec.body)),
    ellipse([100, 54], [36, 7], '#ffffff30'),
    label(100, 122, 25, spec, chalk),
  ].join('');
}

function label(x: number, y: number, r: number, spec: PictureSpec, paper: string): string {
  return [
    ellipse([x, y], [r, r], paper),
    `<circle cx="${x}" cy="${y}" r="${r - 3}" fill="none" stroke="${inkOf(spec.body)}" stroke-width="1"/>`,
    `<path d="M${x} ${y + 13} C${x - 16} ${y + 4} ${x - 10} ${y - 13} ${x} ${y - 16} C${x + 10} ${y - 13} ${x + 16} ${y + 4} ${x} ${y + 13}Z" fill="${inkOf(spec.body)}"/>`,
    stroke(`M${x} ${y + 15} V${y - 9}`, paper, 1.4),
  ].join('');
}
