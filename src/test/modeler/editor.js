// The editor as Camunda Modeler puts it together for Camunda 8, in one page.
import BpmnModeler from 'bpmn-js/lib/Modeler';
import ZeebeModdle from 'zeebe-bpmn-moddle/resources/zeebe.json';
import ModelerModdle from 'modeler-moddle/resources/modeler.json';
import ZeebeBehaviors from 'camunda-bpmn-js-behaviors/lib/camunda-cloud';
import IconRenderer from '@bpmn-io/element-template-icon-renderer';
import { BpmnPropertiesPanelModule, BpmnPropertiesProviderModule, ZeebePropertiesProviderModule } from 'bpmn-js-properties-panel';
import { CloudElementTemplatesPropertiesProviderModule } from 'bpmn-js-element-templates';

window.createModeler = () => new BpmnModeler({
  container: '#canvas',
  propertiesPanel: { parent: '#properties' },
  moddleExtensions: { zeebe: ZeebeModdle, modeler: ModelerModdle },
  exporter: { name: 'Camunda Modeler', version: '5.42.0' },
  additionalModules: [
    ZeebeBehaviors,
    BpmnPropertiesPanelModule,
    BpmnPropertiesProviderModule,
    ZeebePropertiesProviderModule,
    CloudElementTemplatesPropertiesProviderModule,
    IconRenderer.default ?? IconRenderer,
  ],
});
