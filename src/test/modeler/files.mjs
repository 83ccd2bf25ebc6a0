// What is read and written, seen from the top of the repository.
import { readdirSync, readFileSync } from 'node:fs';

const top = new URL('../../../', import.meta.url);

export const bpmn = new URL('bpmn/', top);
export const templatesFolder = new URL('bpmn/.camunda/element-templates/', top);
export const picturesFolder = new URL('bpmn/pictures/', top);
export const appliedFolder = new URL('target/applied-templates/', top);

export const picture = new URL('src/sandbox/page.png', top);
export const screenshots = new URL('target/sandbox-page/', top);

export const names = (folder, ending) => readdirSync(folder).filter(name => name.endsWith(ending)).sort();

export const read = (name, folder) => readFileSync(new URL(name, folder), 'utf8');

export const templates = () => names(templatesFolder, '.json').map(name => JSON.parse(read(name, templatesFolder)));
