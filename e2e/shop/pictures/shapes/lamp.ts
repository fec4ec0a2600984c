import { contactShadow, decorated, ellipse, inkOf, solid, stroke } from '../paint.ts';
import type { PictureSpec } from '../picture.ts';

/** Forms: 0 shade on a foot, 1 mushroom, 2 jointed desk lamp, 3 globe. */
export function drawLamp(spec: PictureSpec): string {
  const color = inkOf(spec.body);
  const metal = inkOf('brass');
  switch (spec.form) {
    case 0:
      return [
        ellipse([100, 84], [92, 70], 'url(#glow)'),
        contactShadow(100, 28),
        `<rect x="97" y="92" width="6" height="24" fill="${metal}"/>`,
        solid('M88 112 H112 C126 124 128 150 122 168 H78 C72 150 74 124 88 112Z', spec.body),
        decorated('M78 40 H122 L144 96 H56Z', { ...spec, body: 'butter', accent: 'oat' }),
        ellipse([100, 96], [44, 5], '#fff6d8'),
      ].join('');
    case 1:
      return [
        ellipse([100, 92], [94, 78], 'url(#glow)'),
        contactShadow(100, 30),
        solid('M90 96 H110 C112 130 118 152 126 168 H74 C82 152 88 130 90 96Z', spec.accent),
        solid('M44 100 C44 62 70 42 100 42 C130 42 156 62 156 100 A56 9 0 0 1 44 100Z', spec.body),
        ellipse([100, 101], [54, 8], '#fff3cf'),
        `<circle cx="100" cy="156" r="4" fill="${metal}"/>`,
      ].join('');
    case 2:
      return [
        '<path d="M52 78 L14 168 H104 L92 60Z" fill="url(#glow)" opacity=".7"/>',
        contactShadow(136, 30),
        solid('M106 162 H166 Q168 168 164 168 H108 Q104 168 106 162Z', spec.body),
        stroke('M136 162 L152 104 L98 56', inkOf(spec.accent), 5),
        `<circle cx="152" cy="104" r="6" fill="${metal}"/><circle cx="98" cy="56" r="5" fill="${metal}"/>`,
        solid('M100 42 L112 58 L92 84 L44 86 C48 62 70 44 100 42Z', spec.body),
        `<path d="M44 86 L92 84 C82 96 58 98 44 86Z" fill="#fff3cf"/>`,
      ].join('');
    case 3:
      return [
        ellipse([100, 108], [96, 84], 'url(#glow)'),
        contactShadow(100, 34),
        solid('M72 154 H128 L132 168 H68Z', spec.body),
        `<circle cx="100" cy="110" r="50" fill="#fff6dd"/><circle cx="100" cy="110" r="50" fill="url(#shade)" opacity=".6"/>`,
        '<circle cx="84" cy="98" r="9" fill="#e9d9ae" opacity=".6"/><circle cx="114" cy="122" r="13" fill="#e9d9ae" opacity=".5"/><circle cx="118" cy="88" r="5" fill="#e9d9ae" opacity=".6"/>',
        `<rect x="70" y="152" width="60" height="5" rx="2" fill="${color}"/>`,
      ].join('');
  }
}
