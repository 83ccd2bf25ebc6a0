package dev.herald.zeebe;

import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collector;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What the BPMN files and the element templates say. */
final class Models {
    static final Path BPMN = Path.of("bpmn");
    private static final String BPMN_NAMESPACE = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    private static final String ZEEBE_NAMESPACE = "http://camunda.org/schema/zeebe/1.0";

    private Models() {}

    /**
     * What stands for an action: a service task, or a template that makes one.
     *
     * @param where file and element
     * @param inputs source by target, in their order
     * @param outputs target by source
     */
    record Task(String where, String type, Map<String, String> inputs, Map<String, String> outputs) {

        @Override
        public String toString() {
            return where;
        }
    }

    static Stream<Task> tasks() {
        return Stream.concat(serviceTasks(), templates().map(Models::task));
    }

    static Stream<Task> serviceTasks() {
        return files(BPMN, ".bpmn").flatMap(file -> elements(parse(file), ZEEBE_NAMESPACE, "taskDefinition")
                .map(definition -> serviceTask(file, definition)));
    }

    /** Those of tasks. */
    static Stream<JsonNode> templates() {
        return allTemplates().filter(Models::isForTask);
    }

    /** Those of events that wait for a message. */
    static Stream<JsonNode> eventTemplates() {
        return allTemplates().filter(template -> !isForTask(template));
    }

    private static Stream<JsonNode> allTemplates() {
        return files(BPMN.resolve(".camunda/element-templates"), ".json").map(Models::json);
    }

    private static boolean isForTask(JsonNode template) {
        return properties(template)
                .anyMatch(property -> property.at("/binding/type").asText().equals("zeebe:taskDefinition"));
    }

    static Stream<Path> files(Path folder, String ending) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(Path file) {
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<JsonNode> properties(JsonNode template) {
        return StreamSupport.stream(template.path("properties").spliterator(), false);
    }

    /** The property of a template with that binding, by its type and the value of one more of its fields. */
    static JsonNode property(JsonNode template, String binding, String field, String value) {
        return properties(template).filter(property -> property.at("/binding/type").asText().equals(binding)
                && property.at("/binding/" + field).asText().equals(value)).findFirst().orElseThrow();
    }

    /** Attribute values of all BPMN elements of that name. */
    static List<String> attributes(Path bpmn, String element, String attribute) {
        return elements(parse(bpmn), BPMN_NAMESPACE, element).map(found -> found.getAttribute(attribute)).toList();
    }

    private static Task serviceTask(Path file, Element definition) {
        Element task = (Element) definition.getParentNode().getParentNode();
        return new Task(file.getFileName() + " " + task.getAttribute("id"), definition.getAttribute("type"),
                elements(task, ZEEBE_NAMESPACE, "input")
                        .collect(inOrder(input -> input.getAttribute("target"), input -> input.getAttribute("source"))),
                elements(task, ZEEBE_NAMESPACE, "output").collect(
                        inOrder(output -> output.getAttribute("source"), output -> output.getAttribute("target"))));
    }

    private static Task task(JsonNode template) {
        return new Task(template.path("id").asText(),
                property(template, "zeebe:taskDefinition", "property", "type").path("value").asText(),
                bound(template, "zeebe:input", "name"), bound(template, "zeebe:output", "source"));
    }

    private static Map<String, String> bound(JsonNode template, String binding, String key) {
        return properties(template).filter(property -> property.at("/binding/type").asText().equals(binding))
                .collect(inOrder(property -> property.at("/binding/" + key).asText(),
                        property -> property.path("value").asText()));
    }

    private static <T> Collector<T, ?, Map<String, String>> inOrder(Function<T, String> key,
            Function<T, String> value) {
        return toMap(key, value, (one, other) -> {
            throw new IllegalStateException("mapped twice: " + one + " and " + other);
        }, LinkedHashMap::new);
    }

    private static Document parse(Path file) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            return factory.newDocumentBuilder().parse(file.toFile());
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new IllegalStateException(file + ": " + e.getMessage(), e);
        }
    }

    private static Stream<Element> elements(Document document, String namespace, String name) {
        return elements(document.getDocumentElement(), namespace, name);
    }

    private static Stream<Element> elements(Element parent, String namespace, String name) {
        NodeList found = parent.getElementsByTagNameNS(namespace, name);
        List<Element> elements = new ArrayList<>();
        IntStream.range(0, found.getLength()).forEach(index -> elements.add((Element) found.item(index)));
        return elements.stream();
    }
}
