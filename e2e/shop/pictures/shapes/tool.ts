import { contactShadow, inkOf, solid, stroke } from '../paint.ts';
import type { PictureSpec } from '../picture.ts';

/** A hand tool leaning a little. Forms: 0 trowel, 1 fork, 2 dibber. */
export function drawTool(spec: PictureSpec): string {
  return [contactShadow(100, 18), `<g transform="rotate(9 100 168)">${tool(spec)}</g>`].join('');
}

function tool(spec: PictureSpec): string {
  const steel = inkOf(spec.body);
  switch (spec.form) {
    case 0:
      return [
        solid('M93 26 Q100 18 107 26 L105 88 H95Z', spec.accent),
        `<rect x="95" y="86" width="10" height="10" fill="${inkOf('brass')}"/>`,
        stroke('M100 94 V114', steel, 5),
        solid('M84 112 H116 C118 140 110 160 100 168 C90 160 82 140 84 112Z', spec.body),
        stroke('M100 118 V154', '#ffffff55', 2),
      ].join('');
    case 1:
      return [
        solid('M92 42 Q100 34 108 42 L106 98 H94Z', spec.accent),
        `<rect x="95" y="96" width="10" height="8" fill="${inkOf('brass')}"/>`,
        stroke('M100 104 V120', steel, 5),
        stroke('M84 166 V128 Q84 120 100 120 Q116 120 116 128 V166 M100 120 V166', steel, 5),
      ].join('');
    default:
      return [
        solid(
          'M72 48 Q72 40 80 40 H120 Q128 40 128 48 Q128 56 120 56 H108 L107 130 H93 L92 56 H80 Q72 56 72 48Z',
          spec.accent,
        ),
        solid('M93 130 H107 L100 168Z', spec.body),
        stroke('M94 80 H106 M94 92 H106 M94 104 H106 M94 116 H106', '#f6f0e4aa', 1.6),
      ].join('');
  }
}
