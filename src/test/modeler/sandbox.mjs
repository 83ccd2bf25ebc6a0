// The sandbox's page in a real browser: node sandbox.mjs <url> <folder of its processes> [--update]
// A test starts it, beside a sandbox that has run its examples. With --update the README's picture is made anew.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { launchBrowser } from './browser.mjs';
import { picture, screenshots } from './files.mjs';

const PATIENCE = 60_000;
const [url, processes, ...options] = process.argv.slice(2);
const folder = pathToFileURL(processes + '/');
const own = readFileSync(new URL('booking-confirmation.bpmn', folder), 'utf8').replaceAll('booking-confirmation', 'own-booking');
const guest = { guest: { name: 'Grace', email: 'grace@guest.example', phone: '+15552345678' }, room: 'Attic', arrival: '2027-06-01', nights: 2 };
const problems = [];
mkdirSync(screenshots, { recursive: true });

const browser = await launchBrowser();
try {
  const page = await open();
  await step('looks like its picture in the README', likeThePicture);
  await step('shows the path of the newest booking and what its tasks sent', firstLook);
  await step('chooses a task in the diagram and comes from a message to its task', chooseTasks);
  await step('shows what was asked for last, though an answer before is late', lateAnswer);
  await step('starts an instance by keyboard alone', startByKeyboard);
  await step('walks through an unconfirmed message that had arrived', answerLost);
  await step('walks through an unconfirmed message that had not', messageLost);
  await step('settles a refusal by another value of the task\'s variable', refused);
  await step('takes a dropped model with an account of its own', dropModel);
  await step('shows the errors of a model at their elements, and that they are gone', faultyModel);
  await step('names the task type that nobody takes', mistyped);
  await step('marks a result with warnings', warnings);
  await step('stays short with 400 instances, and finds one', manyInstances);
  await step('fits on 400 pixels', narrow);
  await step('is dark where that is wanted', dark);
  assert.deepEqual(problems, [], 'errors on the page, or requests to elsewhere');

  async function step(name, work) {
    await work(page).catch(async error => {
      await page.screenshot({ path: new URL('failed.png', screenshots).pathname });
      throw new Error(`The page does not do this: ${name}`, { cause: error });
    });
    console.log('✓ ' + name);
  }
} finally {
  await browser.close();
}

async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-US', ...options });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  page.on('pageerror', error => problems.push(error.message));
  page.on('console', message => message.type() === 'error' && problems.push(message.text()));
  page.on('request', request => /^(data:|about:)/.test(request.url()) || request.url().startsWith(url) || problems.push(request.url()));
  await page.goto(url);
  await page.locator('#path li').first().waitFor();
  return page;
}

async function firstLook(page) {
  await shown(page, 'completed');
  assert.equal(await page.locator('#shown-title').textContent(), 'booking-confirmation');
  assert.deepEqual(await page.locator('#path li').allTextContents(),
    ['Booking received', 'Reserve room', 'Send confirmation email', 'Send confirmation SMS', 'Guest informed']);
  await page.locator('.pill').first().waitFor();
  assert.equal(await page.locator('.djs-connection .djs-visual > path[style*="var(--good)"]').count(), 4, 'flows that were taken');
  assert.deepEqual(await page.locator('.pill').allTextContents(), ['sent', 'sent']);
  const mark = page.locator('.bjs-powered-by');
  assert.ok(await mark.evaluate(node => {
    const { left, right, top, bottom } = node.getBoundingClientRect();
    return node.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
  }), 'the mark of bpmn.io is not covered');
}

async function chooseTasks(page) {
  await page.locator('.djs-shape[data-element-id=send_confirmation_email]').click();
  await page.locator('#element h3', { hasText: 'Send confirmation email' }).waitFor();
  const panel = page.locator('#element');
  await panel.getByText('to ada@guest.example: Your booking HB-3-5678').waitFor();
  assert.match(await panel.locator('.values').innerText(), /recipient\s+ada@guest.example/);
  assert.match(await panel.locator('details', { hasText: 'Result' }).first().innerText(), /"status": "sent"/);

  await page.getByPlaceholder('Recipient, subject, text').fill('grace@support.example');
  const message = page.locator('#messages > li');
  await message.locator('summary').click();
  await message.getByRole('link', { name: 'Email duty manager of support-escalation' }).click();
  await page.locator('#element h3', { hasText: 'Email duty manager' }).waitFor();
  await page.locator('.pill', { hasText: 'BPMN error' }).waitFor();
  await page.getByPlaceholder('Recipient, subject, text').fill('');
}

async function lateAnswer(page) {
  let release;
  const held = new Promise(resolve => { release = resolve; });
  await page.route('**/instances/*', async route => {
    await held;
    await route.continue();
  }, { times: 1 });
  const late = page.waitForResponse(/\/instances\/\d+$/);
  await page.locator('#instances a:not([aria-current])').first().click();
  await page.getByRole('button', { name: 'Diagram' }).click();
  const title = page.locator('#shown-title', { hasText: await page.locator('#process').inputValue() });
  await title.waitFor();
  release();
  await (await late).finished();
  await page.evaluate(() => new Promise(requestAnimationFrame));
  assert.equal(await title.count(), 1, 'the late answer is not shown');
  assert.equal(await page.locator('#path li').count(), 0, 'nor its path');
}

async function startByKeyboard(page) {
  await page.locator('#process').focus();
  await page.locator('#process').selectOption('booking-confirmation');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(JSON.stringify(guest));
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.locator('#path').getByText('Guest informed').waitFor();
  await page.locator('#path').getByText('Reserve room').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.locator('#element').getByText('to grace@guest.example: Your booking').waitFor();
  assert.equal(await page.locator('#path [aria-pressed=true]').textContent(), 'Send confirmation email');
}

async function answerLost(page) {
  await tryOut(page, 'answer-lost@customer.example', 'incident');
  await page.locator('#element dd', { hasText: 'herald.smtp.presets.default' }).waitFor();
  await page.locator('#element .card', { hasText: 'answer-lost@customer.example' }).waitFor();
  await page.screenshot({ path: new URL('incident.png', screenshots).pathname });
  await settle(page, 'assume-sent');
  assert.match(await page.locator('#element').innerText(), /"assumed": true/);
  assert.equal(await page.locator('#element .card').count(), 1);
}

async function messageLost(page) {
  await tryOut(page, 'message-lost@customer.example', 'incident');
  await page.locator('#element', { hasText: 'Nothing has arrived' }).waitFor();
  await page.locator('#element').getByRole('button', { name: 'Retry' }).click(); // undecided: it comes back
  await page.waitForFunction(before => document.querySelector('.incident-box') && !before.isConnected,
    await page.locator('.incident-box').elementHandle());
  await settle(page, 'resend');
  assert.equal(await page.locator('#element .card').count(), 1);
}

async function settle(page, decision) {
  await page.getByRole('button', { name: 'onUnconfirmed: ' + decision }).click();
  await page.getByRole('button', { name: 'Set and retry' }).click();
  await shown(page, 'completed');
}

async function refused(page) {
  await tryOut(page, 'unknown@customer.example', 'incident');
  const box = page.locator('.incident-box');
  assert.match(await box.innerText(), /RECIPIENT_REJECTED/);
  await box.getByLabel('Variable', { exact: true }).fill('recipient');
  assert.equal(await box.getByLabel('Value').inputValue(), 'unknown@customer.example');
  await box.getByLabel('Value').fill('ada@customer.example');
  await page.getByRole('button', { name: 'Set and retry' }).click();
  await shown(page, 'completed');
  await page.locator('#element .card', { hasText: 'ada@customer.example' }).waitFor();
}

async function dropModel(page) {
  const model = own.replace('target="recipient"', 'target="recipient" /><zeebe:input source="newsletter" target="smtpAuthPreset"');
  const dropped = await page.evaluateHandle(text => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], 'own-booking.bpmn'));
    return transfer;
  }, model);
  await page.dispatchEvent('body', 'drop', { dataTransfer: dropped });
  await page.locator('#shown-title', { hasText: 'own-booking' }).waitFor();
  assert.equal(await page.locator('#process').inputValue(), 'own-booking');
  await page.locator('#variables').fill(JSON.stringify(guest));
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await shown(page, 'completed');
}

async function faultyModel(page) {
  const file = new URL('own-faulty.bpmn', folder);
  const text = own.replaceAll('own-booking', 'own-faulty');
  writeFileSync(file, text.replace('source="=guest.email"', 'source="=guest.email +"'));
  await page.locator('#faulty').getByRole('link', { name: 'own-faulty.bpmn' }).click();
  await page.locator('#element', { hasText: '"Send confirmation email"' }).waitFor();
  await page.locator('.djs-shape.is-incident[data-element-id=send_confirmation_email]').waitFor();
  await page.locator('.pill', { hasText: 'error' }).waitFor();
  await page.screenshot({ path: new URL('faulty.png', screenshots).pathname });
  writeFileSync(file, text);
  await page.locator('#faulty li').waitFor({ state: 'detached' });
  await page.locator('#process option[value=own-faulty]').waitFor({ state: 'attached' });

  await page.locator('#file').setInputFiles({ name: 'hello.bpmn', mimeType: 'text/plain', buffer: Buffer.from('hello') });
  await page.locator('#faulty', { hasText: 'This is no BPMN file' }).waitFor();
  await page.locator('#diagram', { hasText: 'There is nothing to draw' }).waitFor();
  await page.getByRole('button', { name: 'dismiss' }).click();
  await page.locator('#faulty li').waitFor({ state: 'detached' });
}

async function mistyped(page) {
  writeFileSync(new URL('own-mistyped.bpmn', folder), own.replaceAll('own-booking', 'own-mistyped').replace('"smtp_send_email"', '"smtp-send-email"'));
  await page.locator('#process option[value=own-mistyped]').waitFor({ state: 'attached' });
  await start(page, 'own-mistyped', guest);
  await page.locator('#element', { hasText: 'for a worker of the type smtp-send-email (Herald\'s are smtp_send_email and send_sms)' }).waitFor();
  await page.getByRole('button', { name: 'Complete it in place of the worker' }).click();
  await page.locator('#path').getByText('Send confirmation SMS').waitFor();
}

async function warnings(page) {
  await start(page, 'try-email', { recipient: 'ada@customer.example', subject: 'Hello {{name}}', body: 'Hello' });
  await page.locator('.pill', { hasText: '⚠' }).waitFor();
  await page.locator('#element .badge.warning').waitFor();
}

async function manyInstances(page) {
  await page.evaluate(async () => {
    for (let i = 0; i < 400; i++) {
      await fetch('/instances', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({
        processId: 'try-email', variables: { onlyIfPreviousSucceeded: true, previousStepsSucceeded: false, recipient: i + '@customer.example' } }) });
    }
  });
  await page.waitForFunction(() => Number.parseInt(document.getElementById('instance-count').textContent, 10) > 400);
  assert.ok(await page.evaluate(() => document.documentElement.scrollHeight) < 3000, 'the page is no longer than three screens');
  await page.getByLabel('Instances in this state').selectOption('incident');
  await page.getByLabel('Instances in this state').selectOption('completed');
  await page.getByLabel('Instances of this process').selectOption('support-escalation');
  const rows = page.locator('#instances > li');
  await page.waitForFunction(() => document.querySelectorAll('#instances > li').length === 1);
  const key = await rows.locator('code').textContent();
  await page.getByLabel('Instances of this process').selectOption('');
  await page.getByLabel('Instances with this text').fill(key);
  await page.waitForFunction(() => document.querySelectorAll('#instances > li').length === 1);
  await rows.getByRole('link').click();
  await page.locator('#shown-header', { hasText: key }).waitFor();
  await page.getByLabel('Instances with this text').fill('');
  await page.getByLabel('Instances in this state').selectOption('');
  await page.locator('#more-instances').click();
  await page.waitForFunction(() => document.querySelectorAll('#instances > li').length > 400);
}

async function narrow() {
  const page = await open({ viewport: { width: 400, height: 800 } });
  await tryOut(page, 'unwanted@customer.example', 'incident');
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  await page.screenshot({ path: new URL('narrow.png', screenshots).pathname, fullPage: true });
  assert.ok(width <= 400, `nothing is wider than the window, but ${width}`);
  assert.ok(await page.locator('#shown').evaluate(node => node.getBoundingClientRect().top < innerHeight / 2), 'what was started is in view');
  await page.context().close();
}

async function dark() {
  const page = await open({ colorScheme: 'dark' });
  await page.locator('.pill').first().waitFor();
  await page.screenshot({ path: new URL('dark.png', screenshots).pathname });
  const brightness = color => color.match(/\d+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 3;
  for (const [selector, property, isDark] of [['body', 'backgroundColor', true], ['#shown', 'backgroundColor', true],
    ['.djs-shape[data-element-id=reserve_room] rect', 'fill', true], ['.djs-shape[data-element-id=reserve_room] text', 'fill', false]]) {
    const color = await page.locator(selector).first().evaluate((node, property) => getComputedStyle(node)[property], property);
    assert.equal(brightness(color) < 128, isDark, `${selector} is ${color}`);
  }
  await page.context().close();
}

/** Fonts differ between machines, and no two runs have the same keys and times: what has changed is more than that. */
async function likeThePicture() {
  const page = await open({ bypassCSP: true });
  const fonts = [400, 700].map(weight => [weight, readFileSync(createRequire(import.meta.url)
    .resolve(`@fontsource/arimo/files/arimo-latin-${weight}-normal.woff2`), 'base64')]);
  await page.addStyleTag({ content: fonts.map(([weight, font]) =>
    `@font-face { font-family: Arimo; font-weight: ${weight}; src: url(data:font/woff2;base64,${font}); }`).join('\n')
    + 'body, button, input, select, svg text { font-family: Arimo !important; }' });
  await page.evaluate(() => Promise.all([400, 700].map(weight => document.fonts.load(weight + ' 15px Arimo'))));
  await page.locator('#instances').getByRole('link', { name: 'sms-fallback' }).click();
  await page.locator('#shown-title', { hasText: 'sms-fallback' }).waitFor();
  await page.locator('#process').selectOption('sms-fallback');
  await page.evaluate(() => {
    document.activeElement.blur();
    document.getElementById('instances').scrollTo(0, 0);
    scrollTo(0, 0);
  });
  await page.locator('.pill').first().waitFor();
  await page.mouse.move(0, 0);
  const now = await page.screenshot();
  writeFileSync(new URL('page.png', screenshots), now);
  if (options.includes('--update') || !existsSync(picture)) {
    writeFileSync(picture, now);
  }
  const different = await page.evaluate(differ, [now, readFileSync(picture)].map(png => 'data:image/png;base64,' + png.toString('base64')));
  console.log(`  (${(different * 100).toFixed(2)} % of the pixels differ)`);
  assert.ok(different < 0.02, `${(different * 100).toFixed(1)} % of the pixels differ from README's picture: see target/sandbox-page/page.png, and run with --update`);
  await page.context().close();
}

/** The share of the pixels that are not alike. */
async function differ(pictures) {
  const [one, other] = await Promise.all(pictures.map(async source => {
    const image = new Image();
    image.src = source;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, image.width, image.height);
  }));
  if (one.width !== other.width || one.height !== other.height) return 1;
  let different = 0;
  for (let i = 0; i < one.data.length; i += 4) {
    if ([0, 1, 2].some(part => Math.abs(one.data[i + part] - other.data[i + part]) > 48)) different++;
  }
  return different / (one.data.length / 4);
}

async function start(page, id, variables) {
  await page.getByRole('tab', { name: 'Start an instance' }).click();
  await page.locator('#process').selectOption(id);
  await page.locator('#variables').fill(JSON.stringify(variables));
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.locator('#shown-title', { hasText: id }).waitFor();
}

async function tryOut(page, address, status) {
  await page.getByRole('tab', { name: 'Try what can happen' }).click();
  const before = page.url();
  await page.locator('#tries').getByRole('button', { name: address, exact: true }).first().click();
  await page.waitForURL(now => now.toString() !== before);
  await shown(page, status);
}

/** Waits until the instance that the address names is shown in that state. */
async function shown(page, status) {
  await page.waitForFunction(status => document.querySelector('#shown-header code')?.textContent === location.hash.split('/')[2]
    && document.querySelector('#shown-header .badge')?.textContent === status, status);
}
