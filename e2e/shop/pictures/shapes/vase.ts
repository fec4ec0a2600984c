import { contactShadow, decorated, ellipse, inkOf, stroke } from '../paint.ts';
import type { PictureSpec } from '../picture.ts';

/** Forms: 0 bottle with one flower, 1 round with a bunch, 2 column with a branch, 3 gourd with tall stems. */
export function drawVase(spec: PictureSpec): string {
  const stem = '#4f6a3c';
  switch (spec.form) {
    case 0:
      return [
        contactShadow(100, 24),
        stroke('M101 96 C100 70 96 54 104 34', stem, 2.4),
        '<path d="M101 74 Q118 66 122 50 Q104 54 101 74Z" fill="#6b8a4c"/>',
        tulip(104, 30, inkOf(spec.accent)),
        decorated('M94 92 H108 L108 116 C126 126 128 150 120 168 H82 C74 150 76 126 94 116Z', spec),
      ].join('');
    case 1:
      return [
        contactShadow(100, 38),
        stroke('M96 92 L70 48 M100 92 L98 36 M104 92 L130 46 M98 92 L84 40 M102 92 L116 40', stem, 2.2),
        daisy(70, 46, inkOf(spec.accent)),
        daisy(98, 32, '#ffffff'),
        daisy(130, 44, inkOf(spec.accent)),
        daisy(84, 58, '#f0a58f'),
        daisy(115, 58, '#ffffff'),
        decorated(
          'M84 88 H116 C116 96 140 106 140 132 C140 156 126 168 100 168 C74 168 60 156 60 132 C60 106 84 96 84 88Z',
          spec,
        ),
      ].join('');
    case 2:
      return [
        contactShadow(100, 26),
        stroke(
          'M98 82 C92 60 70 50 62 22 M96 66 C104 54 118 48 128 26 M76 50 C66 50 56 48 48 40',
          '#6b4a38',
          2.6,
        ),
        ...[
          [62, 22],
          [70, 40],
          [52, 42],
          [128, 26],
          [116, 42],
          [84, 56],
          [106, 52],
          [46, 36],
        ].map(([x, y]) => blossom(x ?? 0, y ?? 0, inkOf(spec.accent))),
        decorated('M76 80 H124 V160 Q124 168 114 168 H86 Q76 168 76 160Z', spec),
      ].join('');
    case 3:
      return [
        contactShadow(100, 32),
        stroke(
          'M100 80 C98 56 84 44 80 22 M100 80 C102 56 112 40 122 16 M100 80 C100 60 100 50 102 34',
          stem,
          2.2,
        ),
        ...[
          [80, 22],
          [83, 32],
          [87, 42],
          [122, 16],
          [118, 27],
          [113, 38],
          [102, 34],
          [101, 45],
        ].map(([x, y]) => ellipse([x ?? 0, y ?? 0], [5, 6], inkOf(spec.accent))),
        decorated(
          'M92 74 H108 C108 80 122 84 122 98 C122 110 114 112 114 116 C130 122 136 134 134 146 C132 162 120 168 100 168 C80 168 68 162 66 146 C64 134 70 122 86 116 C86 112 78 110 78 98 C78 84 92 80 92 74Z',
          spec,
        ),
      ].join('');
  }
}

function tulip(x: number, y: number, color: string): string {
  return `<path d="M${x - 11} ${y - 10} Q${x - 5} ${y - 4} ${x} ${y - 14} Q${x + 5} ${y - 4} ${x + 11} ${y - 10} C${x + 14} ${y + 6} ${x + 7} ${y + 13} ${x} ${y + 13} C${x - 7} ${y + 13} ${x - 14} ${y + 6} ${x - 11} ${y - 10}Z" fill="${color}"/>`;
}

function daisy(x: number, y: number, color: string): string {
  const petals = [0, 60, 120, 180, 240, 300].map(
    (angle) =>
      `<ellipse cx="${x}" cy="${y - 7}" rx="4.6" ry="7" fill="${color}" transform="rotate(${angle} ${x} ${y})"/>`,
  );
  return `${petals.join('')}<circle cx="${x}" cy="${y}" r="4" fill="#d9952b"/>`;
}

function blossom(x: number, y: number, color: string): string {
  return `<circle cx="${x}" cy="${y}" r="6" fill="${color}"/><circle cx="${x}" cy="${y}" r="2" fill="#fff" opacity=".8"/>`;
}
