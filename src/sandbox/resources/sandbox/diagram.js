import {element} from "./dom.js";

const PADDING = 24;
const SMALLEST_SCALE = 0.6;

/** A BPMN diagram with what happened in it. It scrolls where it is too wide. */
export class Diagram {
  #scroller = element("div", {class: "scroller", tabindex: "0", role: "region", "aria-label": "Diagram"});
  #viewer = null;
  #url = null;
  #ready = null;
  #choose;
  #flows = [];
  #marked = [];
  #width = 0;

  /** @param choose is told the id of the element that was clicked on */
  constructor(host, choose) {
    this.#choose = choose;
    host.append(this.#scroller);
    new ResizeObserver(() => this.#fit()).observe(host);
  }

  /** Draws what is found at `url`, unless it is drawn already, and marks it. */
  async show(url, marks) {
    if (url !== this.#url) {
      this.#url = url;
      this.#ready = this.#draw(url);
    }
    if (await this.#ready && url === this.#url) this.#mark(marks);
  }

  async #draw(url) {
    const xml = await (await fetch(url)).text();
    if (url !== this.#url) return false;
    this.#viewer?.destroy();
    this.#flows = this.#marked = [];
    this.#width = 0;
    const canvas = element("div", {class: "canvas"});
    this.#scroller.replaceChildren(canvas);
    const viewer = this.#viewer = new BpmnJS({
      container: canvas,
      bpmnRenderer: {defaultFillColor: "var(--card)", defaultStrokeColor: "var(--text)"}
    });
    viewer.on("element.click", event => this.#choose(event.element.id));
    try {
      await viewer.importXML(xml);
    } catch (e) {
      if (viewer === this.#viewer) this.#scroller.replaceChildren(element("p", {class: "faint"}, "There is nothing to draw: " + e.message));
      return false;
    }
    if (viewer !== this.#viewer) return false;
    this.#showIcons();
    this.#fit();
    return true;
  }

  /** As large as it is drawn, smaller where that is too wide, but never so small that it can't be read. */
  #fit() {
    const canvas = this.#viewer?.get("canvas");
    const available = this.#scroller.clientWidth;
    if (!canvas || !available || available === this.#width) return;
    const inner = canvas.viewbox().inner;
    if (!inner.width) return;
    this.#width = available;
    const box = {x: inner.x - PADDING, y: inner.y - PADDING, width: inner.width + 2 * PADDING, height: inner.height + 2 * PADDING};
    const scale = Math.min(1, Math.max(SMALLEST_SCALE, available / box.width));
    const frame = this.#scroller.firstElementChild;
    frame.style.width = Math.max(box.width * scale, available) + "px";
    frame.style.height = Math.max(box.height * scale, 120) + "px";
    canvas.resized();
    canvas.viewbox({...box, x: box.x - Math.max(0, available / scale - box.width) / 2, width: Math.max(box.width, available / scale)});
  }

  /** Service tasks that come from a template have its icon in place of the gear. */
  #showIcons() {
    for (const {id, businessObject} of this.#viewer.get("elementRegistry").filter(shape => shape.type === "bpmn:ServiceTask")) {
      const icon = businessObject.$attrs["zeebe:modelerTemplateIcon"];
      if (icon?.startsWith("data:image/")) {
        this.#viewer.get("canvas").addMarker(id, "has-icon");
        this.#viewer.get("overlays").add(id, "icon", {position: {top: 5, left: 5}, html: element("img", {src: icon, alt: "", class: "icon", width: 18, height: 18})});
      }
    }
  }

  /**
   * @param marks `elements`: by id `{state, pill, kind}`; `flows`: ids of those that were taken; `chosen`: an id
   */
  #mark({elements, flows, chosen}) {
    const canvas = this.#viewer.get("canvas");
    const overlays = this.#viewer.get("overlays");
    const registry = this.#viewer.get("elementRegistry");
    for (const [id, marker] of this.#marked) canvas.removeMarker(id, marker);
    overlays.remove({type: "pill"});
    this.#marked = [];
    const add = (id, marker) => {
      canvas.addMarker(id, marker);
      this.#marked.push([id, marker]);
    };
    for (const [id, {state, pill, kind}] of Object.entries(elements)) {
      const shape = registry.get(id);
      if (!shape) continue;
      add(id, "is-" + state);
      if (pill) overlays.add(id, "pill", {position: {top: -9, left: shape.width / 2}, html: element("span", {class: "pill " + kind}, pill)});
    }
    if (registry.get(chosen)) add(chosen, "is-chosen");
    this.#paint(flows);
  }

  /** An arrow's head has the colour of its flow only where the flow is drawn in it. */
  #paint(flows) {
    const registry = this.#viewer.get("elementRegistry");
    const graphics = this.#viewer.get("graphicsFactory");
    const paint = (id, color) => {
      const flow = registry.get(id);
      if (!flow?.waypoints) return;
      flow.businessObject.di.set("bioc:stroke", color);
      graphics.update("connection", flow, registry.getGraphics(flow));
    };
    for (const id of this.#flows) if (!flows.includes(id)) paint(id, undefined);
    for (const id of flows) if (!this.#flows.includes(id)) paint(id, "var(--good)");
    this.#flows = flows;
  }
}
