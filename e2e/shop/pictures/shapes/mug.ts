import { contactShadow, decorated, ellipse, inkOf, stroke } from '../paint.ts';
import type { PictureSpec } from '../picture.ts';

/** Forms: 0 straight, 1 tapered, 2 round, 3 tumbler without a handle. */
export function drawMug(spec: PictureSpec): string {
  const { left, right, top, body, handle } = outline(spec.form);
  const middle = (left + right) / 2;
  const rx = (right - left) / 2;
  return [
    contactShadow(middle, rx),
    handle === '' ? '' : stroke(handle, inkOf(spec.body), 9) + stroke(handle, '#2b1c1026', 9),
    decorated(body, spec),
    ellipse([middle, top], [rx, 7], inkOf(spec.body)),
    ellipse([middle, top], [rx, 7], '#ffffff38'),
    ellipse([middle, top + 1], [rx - 4, 5], '#2b1a14'),
    ellipse([middle, top + 2.4], [rx - 6, 3.4], '#5b3a28'),
  ].join('');
}

function outline(form: PictureSpec['form']) {
  switch (form) {
    case 0:
      return {
        left: 60,
        right: 128,
        top: 90,
        body: 'M60 90 V156 Q60 168 74 168 H114 Q128 168 128 156 V90 A34 7 0 0 1 60 90Z',
        handle: 'M128 106 C158 102 158 148 127 146',
      };
    case 1:
      return {
        left: 56,
        right: 132,
        top: 92,
        body: 'M56 92 L68 160 Q70 168 80 168 H108 Q118 168 120 160 L132 92 A38 7 0 0 1 56 92Z',
        handle: 'M129 106 C160 102 154 144 123 144',
      };
    case 2:
      return {
        left: 62,
        right: 124,
        top: 82,
        body: 'M62 82 C46 110 46 168 78 168 H108 C140 168 140 110 124 82 A31 7 0 0 1 62 82Z',
        handle: 'M130 100 C166 94 164 150 130 148',
      };
    case 3:
      return {
        left: 70,
        right: 130,
        top: 104,
        body: 'M70 104 L75 158 Q76 168 86 168 H114 Q124 168 125 158 L130 104 A30 7 0 0 1 70 104Z',
        handle: '',
      };
  }
}
