import type { Article } from './article.ts';

/** The journal, newest first. */
export const articles: readonly Article[] = [
  {
    id: 'in-praise-of-the-second-cup',
    title: 'In praise of the second cup',
    line: 'The first one wakes you. The second is the one you taste.',
    author: 'Nell Harrow',
    published: '2026-10-04',
    section: 'House/Kitchen',
    keywords: ['tea', 'slow living', 'mornings', 'rituals'],
    paragraphs: [
      'Nobody writes songs about the first cup. It is drunk standing, at a counter, with one shoe on. It is fuel, and nobody has ever asked fuel how it slept.',
      'The second cup is another matter. It happens because you decided it would. You put the pot down within reach, you sit where the light is, and for the length of three hundred millilitres there is nothing further to be done about anything.',
      'We asked our potters to make us a teapot for exactly this: one cup, and the one after it. They sent eleven, because the first ten dripped. The eleventh is on the shelf, and so, at about half past ten, are we.',
      'If you need a rule: warm the pot, one spoon for each cup and none for the pot, four minutes, and do not look at anything that has a battery.',
    ],
    products: ['second-cup-teapot', 'four-o-clock-tea', 'sparrow-mug', 'heather-honey'],
  },
  {
    id: 'a-window-sill-is-a-farm',
    title: 'A window sill is a farm',
    line: 'Forty centimetres of south-facing paint, and what came of it.',
    author: 'Tobias Wren',
    published: '2026-09-12',
    section: 'Garden/Growing',
    keywords: ['gardening', 'herbs', 'small spaces', 'seeds'],
    paragraphs: [
      'I have farmed the same sill for six years. It is forty centimetres deep, faces south by accident, and has fed two people basil from May until the week the clocks go back.',
      'The secret, as with most small farms, is mild neglect of the right things. Water from below. Turn the pot a quarter every time the kettle boils. Cut from the top and never apologise.',
      'Radishes will do it too, if you let them have the long box: three weeks, butter, salt. A sunflower will not. I tried; it left through the skylight.',
      'When people ask what they need, I tell them: one honest pot, one packet of seeds, one small can with a long neck. Everything else is weather.',
    ],
    products: ['sill-trio', 'sill-can', 'breakfast-radish-seeds', 'tall-sunflower-seeds'],
  },
  {
    id: 'the-letter-you-owe',
    title: 'The letter you owe',
    line: 'How to begin, when it has been a year and a half.',
    author: 'Nell Harrow',
    published: '2026-08-21',
    section: 'Desk/Writing',
    keywords: ['letters', 'writing', 'slow living', 'ink'],
    paragraphs: [
      'Do not begin with sorry. Everybody begins with sorry, and then there is a page of it, and the stamp goes on a parcel of guilt.',
      'Begin with what is in front of you. The lamp is on; the cat is in the bowl meant for keys; it has rained since Tuesday. By the third line you are there, and so are they.',
      'A slow pen helps. It is not that the ink is better; it is that your hand arrives after your thought has had time to sit down. Blue for friends, green for aunts, and the red that is mostly purple for whatever should have been said in June.',
    ],
    products: ['letter-pen', 'estuary-ink', 'plain-thoughts-notebook', 'reading-lamp'],
  },
];
