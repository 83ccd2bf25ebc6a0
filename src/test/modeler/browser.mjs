// A headless Chromium, and in it the editor as Camunda Modeler puts it together for Camunda 8.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const CHROMIUM = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
  .find(path => path && existsSync(path));
const STYLES = [
  'bpmn-js/dist/assets/diagram-js.css',
  'bpmn-js/dist/assets/bpmn-js.css',
  'bpmn-js/dist/assets/bpmn-font/css/bpmn-embedded.css',
  '@bpmn-io/properties-panel/dist/assets/properties-panel.css',
  'bpmn-js-element-templates/dist/assets/element-templates.css',
];

export async function launchBrowser() {
  if (!CHROMIUM) {
    throw new Error('There is no Chromium: install it (apt-get install chromium), or name it in CHROMIUM.');
  }
  return chromium.launch({
    executablePath: CHROMIUM,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync',
      '--font-render-hinting=none'],
  });
}

export async function withEditor(work) {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1300, height: 2600 } });
    const problems = [];
    page.on('pageerror', error => problems.push(error.message));
    await page.route('**/*', route => route.abort()); // everything is in the page
    await page.setContent(html());
    await page.addScriptTag({ content: await bundle() });
    await page.evaluate(() => document.fonts.load('12px Arial'));
    const result = await work(page);
    if (problems.length) {
      throw new Error('The editor failed: ' + problems.join('; '));
    }
    return result;
  } finally {
    await browser.close();
  }
}

function html() {
  const styles = STYLES.map(style => readFileSync(require.resolve(style), 'utf8')).join('\n');
  // Arimo is as wide as Arial, and the same on every machine: texts are broken and centered alike everywhere.
  const font = readFileSync(require.resolve('@fontsource/arimo/files/arimo-latin-400-normal.woff2'), 'base64');
  return `<!DOCTYPE html><style>${styles}
    @font-face { font-family: Arial; src: url(data:font/woff2;base64,${font}); }
    body { margin: 0; font-family: Arial }
    #canvas { position: absolute; width: 800px; height: 2600px }
    #properties { position: absolute; left: 800px; width: 500px; height: 2600px; overflow: auto }
    </style><div id="canvas"></div><div id="properties"></div>`;
}

async function bundle() {
  const result = await build({
    entryPoints: [fileURLToPath(new URL('editor.js', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'warning',
  });
  return result.outputFiles[0].text;
}
