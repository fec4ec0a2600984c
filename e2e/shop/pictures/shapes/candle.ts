import { contactShadow, ellipse, inkOf, solid } from '../paint.ts';
import type { PictureSpec } from '../picture.ts';

/** Forms: 0 in a glass, 1 three tapers in holders, 2 pillar on a dish. */
export function drawCandle(spec: PictureSpec): string {
  switch (spec.form) {
    case 0:
      return [
        ellipse([100, 92], [70, 60], 'url(#glow)'),
        contactShadow(100, 32),
        solid('M68 112 H132 V158 Q132 168 122 168 H78 Q68 168 68 158Z', spec.body),
        ellipse([100, 112], [32, 5], '#fbeccb'),
        '<path d="M68 96 H132 V112 H68Z" fill="#ffffff44"/><path d="M74 98 V160" stroke="#fff" stroke-opacity=".4" stroke-width="3"/>',
        `<rect x="82" y="128" width="36" height="24" rx="1.5" fill="${inkOf(spec.accent)}"/><path d="M88 136 H112 M92 143 H108" stroke="#6e4731" stroke-width="1.6"/>`,
        flame(100, 108),
      ].join('');
    case 1:
      return [
        ellipse([100, 52], [84, 56], 'url(#glow)'),
        ...[
          [66, 64],
          [100, 44],
          [134, 74],
        ].map(([x, top]) => taper(x ?? 0, top ?? 0, spec)),
      ].join('');
    default:
      return [
        ellipse([100, 76], [76, 62], 'url(#glow)'),
        contactShadow(100, 44),
        solid('M56 160 H144 Q142 168 132 168 H68 Q58 168 56 160Z', spec.accent),
        solid('M76 92 Q88 84 100 92 Q114 86 124 92 V160 H76Z', spec.body),
        `<path d="M84 92 q2 26 5 0 z" fill="${inkOf(spec.body)}"/>`,
        flame(100, 90),
      ].join('');
  }
}

function taper(x: number, top: number, spec: PictureSpec): string {
  return [
    contactShadow(x, 16),
    solid(`M${x - 4} ${top} H${x + 4} L${x + 5} 148 H${x - 5}Z`, spec.body),
    solid(
      `M${x - 8} 144 H${x + 8} L${x + 5} 160 H${x + 14} Q${x + 15} 168 ${x + 10} 168 H${x - 10} Q${x - 15} 168 ${x - 14} 160 H${x - 5}Z`,
      spec.accent,
    ),
    flame(x, top),
  ].join('');
}

function flame(x: number, y: number): string {
  return `<path d="M${x} ${y} v-6" stroke="#3a2a20" stroke-width="1.6"/><path d="M${x} ${y - 24} C${x + 8} ${y - 14} ${x + 6} ${y - 4} ${x} ${y - 4} C${x - 6} ${y - 4} ${x - 8} ${y - 14} ${x} ${y - 24}Z" fill="#ffb638"/><path d="M${x} ${y - 15} C${x + 4} ${y - 9} ${x + 3} ${y - 5} ${x} ${y - 5} C${x - 3} ${y - 5} ${x - 4} ${y - 9} ${x} ${y - 15}Z" fill="#fff3c9"/>`;
}
