// Holds the element templates against Camunda's schema. Warnings (something deprecated) count.
import { validateZeebe } from '@bpmn-io/element-templates-validator';
import { names, read, templatesFolder } from './files.mjs';

const problems = names(templatesFolder, '.json').flatMap(name => {
  const { errors, warnings } = validateZeebe(read(name, templatesFolder));
  return [...(errors ?? []), ...(warnings ?? [])]
    .map(problem => `${name}:${problem.dataPointer?.value?.line + 1 || ''} ${problem.message}`);
});
problems.forEach(problem => console.error(problem));
console.log(`Element templates: ${problems.length} problems.`);
process.exitCode = problems.length ? 1 : 0;
