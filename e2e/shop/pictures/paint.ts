import type { Pattern, PictureSpec } from './picture.ts';

/** Every colour a picture may use. */
export type Ink = keyof typeof inks;

const inks = {
  chalk: '#f6f0e4',
  oat: '#dccdae',
  clay: '#c8734f',
  brick: '#a8452e',
  tomato: '#da4c33',
  coral: '#ef8b70',
  rose: '#e8a9a4',
  plum: '#6f3453',
  lilac: '#b6a0d2',
  ink: '#22334f',
  denim: '#456c98',
  sky: '#96c2df',
  teal: '#2b7a7a',
  celadon: '#a5cab4',
  moss: '#6b7f41',
  bottle: '#1e4d3d',
  mustard: '#dca523',
  butter: '#f4d984',
  charcoal: '#353a3e',
  slate: '#8b9aa0',
  copper: '#b9703d',
  brass: '#c79c4a',
  wood: '#b07c4f',
  walnut: '#6e4731',
  honey: '#dd9220',
} as const;

/** The colour's hex value. */
export function inkOf(name: Ink): string {
  return inks[name];
}

/** Gradients and patterns that the shapes refer to: `#shade`, `#sheen`, `#contact`, `#glow`, `#deco`. */
export function pictureDefs(spec: PictureSpec): string {
  return [
    '<defs>',
    '<linearGradient id="shade"><stop offset="0" stop-color="#fff" stop-opacity=".2"/><stop offset=".3" stop-color="#fff" stop-opacity=".05"/><stop offset=".58" stop-color="#000" stop-opacity=".03"/><stop offset="1" stop-color="#1a1030" stop-opacity=".3"/></linearGradient>',
    '<linearGradient id="sheen" x2="0" y2="1"><stop offset="0" stop-color="#fff" stop-opacity=".55"/><stop offset="1" stop-color="#fff" stop-opacity=".05"/></linearGradient>',
    '<radialGradient id="contact"><stop offset="0" stop-color="#0d0a1c" stop-opacity=".42"/><stop offset=".6" stop-color="#0d0a1c" stop-opacity=".16"/><stop offset="1" stop-color="#0d0a1c" stop-opacity="0"/></radialGradient>',
    '<radialGradient id="glow"><stop offset="0" stop-color="#fff2c4" stop-opacity=".85"/><stop offset=".5" stop-color="#ffe29a" stop-opacity=".3"/><stop offset="1" stop-color="#ffe29a" stop-opacity="0"/></radialGradient>',
    decoration(spec.pattern, inkOf(spec.accent)),
    '</defs>',
  ].join('');
}

/** A path in one colour, rounded by light from the left. */
export function solid(d: string, ink: Ink): string {
  return `<path d="${d}" fill="${inkOf(ink)}"/><path d="${d}" fill="url(#shade)"/>`;
}

/** A path in the body's colour with the picture's decoration on it, rounded by light from the left. */
export function decorated(d: string, spec: PictureSpec): string {
  return `<path d="${d}" fill="${inkOf(spec.body)}"/><path d="${d}" fill="url(#deco)"/><path d="${d}" fill="url(#shade)"/>`;
}

/** A flat ellipse. */
export function ellipse(
  center: readonly [number, number],
  radii: readonly [number, number],
  fill: string,
): string {
  return `<ellipse cx="${center[0]}" cy="${center[1]}" rx="${radii[0]}" ry="${radii[1]}" fill="${fill}"/>`;
}

/** The soft shadow where an object meets the shelf; `y` is where it stands. */
export function contactShadow(centerX: number, halfWidth: number, y = 168): string {
  return ellipse(
    [centerX + halfWidth * 0.16, y],
    [halfWidth * 1.28, Math.max(5, halfWidth * 0.17)],
    'url(#contact)',
  );
}

/** A stroked line with round ends. */
export function stroke(d: string, color: string, width: number): string {
  return `<path d="${d}" fill="none" stroke="${color}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`;
}

function decoration(pattern: Pattern, color: string): string {
  switch (pattern) {
    case 'plain':
      return '<linearGradient id="deco"><stop stop-opacity="0"/></linearGradient>';
    case 'dip':
      return gradientBands(
        [
          [0, 0],
          [0.56, 0],
          [0.56, 1],
          [1, 1],
        ],
        color,
      );
    case 'band':
      return gradientBands(
        [
          [0, 0],
          [0.3, 0],
          [0.3, 1],
          [0.38, 1],
          [0.38, 0],
          [0.42, 0],
          [0.42, 1],
          [0.44, 1],
          [0.44, 0],
          [1, 0],
        ],
        color,
      );
    case 'stripes':
      return tile(14, 14, `<rect width="14" height="5" y="4" fill="${color}"/>`);
    case 'check':
      return tile(
        16,
        16,
        `<rect width="7" height="16" fill="${color}" opacity=".5"/><rect width="16" height="7" fill="${color}" opacity=".5"/>`,
      );
    case 'dots':
      return tile(
        14,
        14,
        `<circle cx="4" cy="4" r="2.1" fill="${color}"/><circle cx="11" cy="11" r="2.1" fill="${color}"/>`,
      );
    case 'waves':
      return tile(
        16,
        10,
        `<path d="M0 5 Q4 0 8 5 T16 5" fill="none" stroke="${color}" stroke-width="1.6" opacity=".8"/>`,
      );
    case 'leaf':
      return tile(
        18,
        18,
        `<path d="M4 9 Q9 2 14 7 Q10 13 4 9Z" fill="${color}" opacity=".75"/><path d="M13 18 Q15 13 18 14" stroke="${color}" fill="none"/>`,
      );
    case 'speckle':
      return tile(
        34,
        30,
        [
          [4, 5, 0.9],
          [13, 11, 0.6],
          [24, 4, 1.1],
          [30, 16, 0.7],
          [8, 21, 1],
          [19, 25, 0.8],
          [27, 27, 0.6],
          [16, 17, 0.5],
        ]
          .map(([x, y, r]) => `<circle cx="${x}" cy="${y}" r="${r}" fill="${color}" opacity=".8"/>`)
          .join(''),
      );
  }
}

function tile(width: number, height: number, content: string): string {
  return `<pattern id="deco" width="${width}" height="${height}" patternUnits="userSpaceOnUse" patternTransform="translate(3 2)">${content}</pattern>`;
}

function gradientBands(
  stops: readonly (readonly [offset: number, opacity: number])[],
  color: string,
): string {
  const drawn = stops.map(
    ([offset, opacity]) => `<stop offset="${offset}" stop-color="${color}" stop-opacity="${opacity}"/>`,
  );
  return `<linearGradient id="deco" x2="0" y2="1">${drawn.join('')}</linearGradient>`;
}
