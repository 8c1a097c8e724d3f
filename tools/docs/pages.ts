import { configurationPage } from './configuration-page.ts';
import { featuresPage } from './features-page.ts';
import { metricsPage } from './metrics-page.ts';
import { ringPictures } from './ring-pictures.ts';

/** Every page and picture of docs/ that is made from code. A new one is a file beside this one and a line here. */
export const generatedPages: Readonly<Record<string, () => string>> = {
  'configuration.md': configurationPage,
  'features.md': featuresPage,
  'metrics.md': metricsPage,
  ...ringPictures,
};
