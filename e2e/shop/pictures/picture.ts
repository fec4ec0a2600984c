import { type Ink, pictureDefs } from './paint.ts';
import { drawBag } from './shapes/bag.ts';
import { drawBottle } from './shapes/bottle.ts';
import { drawBowl } from './shapes/bowl.ts';
import { drawCan } from './shapes/can.ts';
import { drawCandle } from './shapes/candle.ts';
import { drawJar } from './shapes/jar.ts';
import { drawLamp } from './shapes/lamp.ts';
import { drawMug } from './shapes/mug.ts';
import { drawNotebook } from './shapes/notebook.ts';
import { drawPacket } from './shapes/packet.ts';
import { drawPen } from './shapes/pen.ts';
import { drawPot } from './shapes/pot.ts';
import { drawTeapot } from './shapes/teapot.ts';
import { drawThrow } from './shapes/throw.ts';
import { drawTin } from './shapes/tin.ts';
import { drawTool } from './shapes/tool.ts';
import { drawVase } from './shapes/vase.ts';

/** What a picture is drawn from. */
export interface PictureSpec {
  readonly shape: keyof typeof shapes;
  /** Which variant of the shape; a shape ignores forms it does not have. */
  readonly form: 0 | 1 | 2 | 3;
  readonly body: Ink;
  readonly accent: Ink;
  readonly pattern: Pattern;
}

/** How the body is decorated. */
export type Pattern = 'plain' | 'stripes' | 'speckle' | 'dip' | 'band' | 'dots' | 'check' | 'leaf' | 'waves';

const shapes = {
  mug: drawMug,
  teapot: drawTeapot,
  bowl: drawBowl,
  lamp: drawLamp,
  throw: drawThrow,
  vase: drawVase,
  candle: drawCandle,
  packet: drawPacket,
  pot: drawPot,
  tool: drawTool,
  can: drawCan,
  notebook: drawNotebook,
  pen: drawPen,
  ink: drawBottle,
  tin: drawTin,
  bag: drawBag,
  jar: drawJar,
};

/** Where objects stand, in the picture's 200 × 200 units. */
export const groundY = 168;

/** The picture as a standalone SVG document on a transparent ground, lit from the left. */
export function drawPicture(spec: PictureSpec): string {
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="12 12 176 176" width="800" height="800">',
    pictureDefs(spec),
    shapes[spec.shape](spec),
    '</svg>',
  ].join('');
}
