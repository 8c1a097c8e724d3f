import { plantedRing } from '../../bench/drawing/planted-rings.ts';
import type { Typology } from '../../scoring/rings/model.ts';
import { drawRing } from '../../scoring/rings/picture/draw-ring.ts';
import type { PictureLanguage } from '../../scoring/rings/picture/texts.ts';

const pictured: readonly (readonly [Typology, number, PictureLanguage])[] = [
  ['GATHER_SCATTER', 12, 'en'],
  ['CYCLE', 12, 'pt'],
  ['BUST_OUT', 30, 'en'],
  ['CHAIN', 30, 'en'],
  ['STACK', 100, 'en'],
  ['RANDOM', 100, 'en'],
];

/** The pictures of docs/rings.md by path in docs/: planted rings, drawn as the service draws them. */
export const ringPictures: Readonly<Record<string, () => string>> = Object.fromEntries(
  pictured.map(([typology, members, language]) => [
    `images/rings/${typology.toLowerCase().replace('_', '-')}-${members}.svg`,
    () => drawRing(plantedRing({ typology, members, seed: 1 }), { language }),
  ]),
);
