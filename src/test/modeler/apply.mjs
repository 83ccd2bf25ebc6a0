// Draws a process for each scenario as a modeler does: appends a task or an event, applies the template, types into its fields. The XML
// that the editor writes is left in target/applied-templates, where a test deploys and runs it.
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { withEditor } from './browser.mjs';
import { appliedFolder, templates } from './files.mjs';
import { scenarios } from './scenarios.mjs';

rmSync(appliedFolder, { recursive: true, force: true });
mkdirSync(appliedFolder, { recursive: true });

await withEditor(async page => {
  for (const { id, template, shape = 'bpmn:Task', fields, written = [], ...example } of scenarios) {
    await page.evaluate(drawProcess, { id, template, shape, templates: templates() });
    await page.waitForFunction(selectTask, null, { polling: 100 });
    await page.evaluate(() => document.querySelectorAll('.bio-properties-panel-group-header:not(.open)')
      .forEach(header => header.click()));
    for (const [label, value] of Object.entries(fields)) {
      await fillIn(page, label, value);
    }
    assert.deepEqual(await page.locator('.bio-properties-panel-error').allTextContents(), [], `${id}: fields with errors`);
    const xml = await page.evaluate(closeProcess);
    written.forEach(text => assert.ok(xml.includes(text), `${id}: the editor wrote no ${text}`));
    writeFileSync(new URL(`${id}.bpmn`, appliedFolder), xml);
    if (example.expect) {
      writeFileSync(new URL(`${id}.example.json`, appliedFolder), JSON.stringify(example, null, 2) + '\n');
    }
  }
});
const unused = templates().flatMap(({ id, properties }) => properties.filter(({ label }) => label
  && !scenarios.some(({ template, fields }) => template === id && label in fields)).map(({ label }) => `${id}: ${label}`));
assert.deepEqual(unused, [], 'fields that no scenario fills in');
console.log(`Applied templates: ${scenarios.length} processes.`);

async function drawProcess({ id, template, shape, templates }) {
  const modeler = window.modeler = window.createModeler();
  const problems = [];
  modeler.on('elementTemplates.errors', ({ errors }) => problems.push(...errors));
  modeler.get('elementTemplatesLoader').setTemplates(templates);
  await modeler.importXML(`<?xml version="1.0" encoding="UTF-8"?>
    <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
        xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
        xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="definitions" targetNamespace="http://bpmn.io/schema/bpmn"
        modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.8.0">
      <bpmn:process id="${id}" isExecutable="true"><bpmn:startEvent id="begin" /></bpmn:process>
      <bpmndi:BPMNDiagram id="diagram"><bpmndi:BPMNPlane id="plane" bpmnElement="${id}">
        <bpmndi:BPMNShape id="begin_di" bpmnElement="begin"><dc:Bounds x="200" y="100" width="36" height="36" /></bpmndi:BPMNShape>
      </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
    </bpmn:definitions>`);
  const modeling = modeler.get('modeling');
  const elementTemplates = modeler.get('elementTemplates');
  const begin = modeler.get('elementRegistry').get('begin');
  const task = modeling.appendShape(begin, { type: shape });
  const latest = elementTemplates.getLatest(task).find(candidate => candidate.id === template);
  if (!latest || problems.length) {
    throw new Error(`The editor does not offer ${template} for a ${shape}: ${problems.map(problem => problem.message)}`);
  }
  window.task = elementTemplates.applyTemplate(task, latest);
}

/** The properties panel follows the selection from some moment after it is there: selects until it has. */
function selectTask() {
  window.modeler.get('selection').select(null);
  window.modeler.get('selection').select(window.task);
  return document.querySelector('[data-group-id="group-ElementTemplates__Template"]');
}

async function closeProcess() {
  const modeling = window.modeler.get('modeling');
  const done = modeling.appendShape(window.task, { type: 'bpmn:EndEvent' });
  modeling.updateProperties(done, { id: 'done' });
  const { xml } = await window.modeler.saveXML({ format: true });
  window.modeler.destroy();
  return xml;
}

async function fillIn(page, label, value) {
  const entry = page.locator('.bio-properties-panel-entry', { has: page.getByText(label, { exact: true }) });
  assert.equal(await entry.count(), 1, `one field labelled ${label}`);
  if (value === true) {
    await entry.locator('input[type=checkbox]').check();
  } else if (await entry.locator('select').count()) {
    await entry.locator('select').selectOption({ label: value });
  } else if (value.startsWith('=')) {
    if (!await entry.locator('.cm-content').count()) {
      await entry.locator('button.bio-properties-panel-feel-icon').click();
    }
    await entry.locator('.cm-content').fill(value.slice(1));
  } else {
    await entry.locator('input, textarea').first().fill(value);
  }
  await page.evaluate(() => document.activeElement.blur());
}
