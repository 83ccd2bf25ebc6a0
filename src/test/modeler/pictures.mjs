// Renders every process as an SVG for the README. With --check, nothing is written: what has drifted is an error.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { withEditor } from './browser.mjs';
import { bpmn, names, picturesFolder, read } from './files.mjs';

const NUMBER = /-?\d+(\.\d+)?/g;
const check = process.argv.includes('--check');
mkdirSync(picturesFolder, { recursive: true });

const drifted = await withEditor(async page => {
  const drifted = [];
  for (const name of names(bpmn, '.bpmn')) {
    const picture = name.replace('.bpmn', '.svg');
    const svg = tidy(await page.evaluate(draw, read(name, bpmn)));
    if (!check) {
      writeFileSync(new URL(picture, picturesFolder), svg);
    } else if (!existsSync(new URL(picture, picturesFolder)) || differ(read(picture, picturesFolder), svg)) {
      drifted.push(picture);
    }
  }
  return drifted;
});
const orphans = names(picturesFolder, '.svg').filter(name => !names(bpmn, '.bpmn').includes(name.replace('.svg', '.bpmn')));
drifted.push(...orphans);
console.log(`Pictures: ${drifted.length ? drifted.join(', ') + ' differ from bpmn/. Run: npm run pictures' : 'up to date.'}`);
process.exitCode = drifted.length ? 1 : 0;

async function draw(xml) {
  const modeler = window.createModeler();
  try {
    const { warnings } = await modeler.importXML(xml);
    if (warnings.length) {
      throw new Error(warnings.map(warning => warning.message).join('; '));
    }
    return (await modeler.saveSVG()).svg;
  } finally {
    modeler.destroy();
  }
}

/** Without ids that are new in each run, and white behind it, so that it can be read on a dark page. */
function tidy(svg) {
  const ids = [...svg.matchAll(/id="(marker-[\w-]+)"/g)].map(match => match[1]);
  const named = ids.reduce((text, id, index) => text.replaceAll(id, `arrow-${index}`), svg);
  return named.replace(/<!--[\s\S]*?-->\n?/, '').replace(/(<svg [^>]*?)(viewBox="([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+)")([^>]*>)/,
    '$1$2$7<rect x="$3" y="$4" width="$5" height="$6" fill="white"/>') + '\n';
}

/** Chromium's versions measure text alike, but not to the last fraction of a pixel. */
function differ(one, other) {
  const [numbers, others] = [one.match(NUMBER), other.match(NUMBER)].map(list => (list ?? []).map(Number));
  return one.replace(NUMBER, '#') !== other.replace(NUMBER, '#')
    || numbers.some((number, index) => Math.abs(number - others[index]) > 2);
}
