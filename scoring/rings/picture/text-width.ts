/** What the texts of a picture are set in: the widths below are those of the first, and the others are hardly wider. */
export const fontFamily = 'DejaVu Sans, Verdana, Segoe UI, Helvetica, Arial, sans-serif';

/** Advance widths of the printable ASCII characters from the space on, in thousandths of the font size, of DejaVu Sans 2.37. */
const regular =
  '318 401 460 838 636 950 780 275 390 390 500 838 318 361 318 337 636 636 636 636 636 636 636 636 636 636 337 337 838 838 838 531 1000 684 686 698 770 632 575 775 752 295 295 656 557 863 748 787 603 787 695 635 611 732 684 989 685 611 685 390 337 390 838 500 500 613 635 550 635 615 352 635 634 278 278 579 278 974 634 612 635 635 411 521 392 634 592 818 592 592 525 636 337 636 838'
    .split(' ')
    .map(Number);
const bold =
  '348 456 521 838 696 1002 872 306 457 457 523 838 380 415 380 365 696 696 696 696 696 696 696 696 696 696 400 400 838 838 838 580 1000 774 762 734 830 683 683 821 837 372 372 775 637 995 837 850 733 850 770 720 682 812 774 1103 771 724 725 457 365 457 838 500 500 675 716 593 716 678 435 716 712 343 343 665 343 1042 712 687 716 716 493 595 478 712 652 924 645 652 582 712 365 712 838'
    .split(' ')
    .map(Number);

/** Of every other character: as wide as the widest letters of European alphabets, and as ideographs. */
const otherWidth = 1050;

/** A text with what its width depends on. */
export interface TextStyle {
  readonly size: number;
  readonly bold?: boolean;
}

/** The width of a text in pixels, the same on every machine; accents have no width of their own. Costs O(characters). */
export function textWidth(text: string, style: TextStyle): number {
  const widths = style.bold === true ? bold : regular;
  let sum = 0;
  for (const character of text.normalize('NFD')) {
    if (/\p{Mark}/u.test(character)) continue;
    sum += widths[character.charCodeAt(0) - 32] ?? otherWidth;
  }
  return (sum * style.size) / 1000;
}
