package dev.herald.sandbox.engine;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * What a BPMN file holds.
 *
 * @param processes the executable ones
 * @param names of the elements that have one, by id
 * @param presets the SMTP presets that its tasks name
 * @param senders the SMS senders that its tasks name
 * @param addresses the From addresses that its tasks name
 */
public record Model(List<Flow> processes, Map<String, String> names, Set<String> presets, Set<String> senders,
        Set<String> addresses) {
    private static final String BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    private static final Pattern LITERAL = Pattern.compile("\\s*=\\s*\"([^\"\\\\]*)\"\\s*|([^=\\s][^\\n]*)");

    /**
     * @param documentation empty for none
     * @param startable whether it has a start event without a trigger
     */
    public record Flow(String id, String documentation, boolean startable) {}

    /** @throws SAXException if it is no XML */
    public static Model of(byte[] bpmn) throws SAXException {
        Document document = parse(bpmn);
        Map<String, String> names = new HashMap<>();
        elements(document, "*").forEach(element -> {
            if (element.hasAttribute("id") && !element.getAttribute("name").isBlank()) {
                names.put(element.getAttribute("id"), element.getAttribute("name"));
            }
        });
        List<Flow> processes = elements(document, "process")
                .filter(process -> "true".equals(process.getAttribute("isExecutable"))).map(Model::process).toList();
        return new Model(processes, names, inputs(document, "smtpAuthPreset"), inputs(document, "smsSender"),
                inputs(document, "sender"));
    }

    private static Flow process(Element process) {
        String documentation = children(process, "documentation").map(Element::getTextContent).findFirst().orElse("");
        boolean startable = children(process, "startEvent")
                .anyMatch(start -> children(start, "*").noneMatch(Model::isTrigger));
        return new Flow(process.getAttribute("id"), documentation.strip(), startable);
    }

    private static boolean isTrigger(Element child) {
        return child.getLocalName().endsWith("EventDefinition");
    }

    private static Document parse(byte[] bpmn) throws SAXException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new Thrown());
            return builder.parse(new ByteArrayInputStream(bpmn));
        } catch (ParserConfigurationException | IOException e) {
            throw new IllegalStateException("every Java parses XML in memory", e);
        }
    }

    /** What the inputs of that name are, where they are no expressions that have to be evaluated. */
    private static Set<String> inputs(Document document, String target) {
        Set<String> values = new LinkedHashSet<>();
        elements(document, "input").filter(input -> target.equals(input.getAttribute("target"))).forEach(input -> {
            Matcher literal = LITERAL.matcher(input.getAttribute("source"));
            if (literal.matches()) {
                values.add((literal.group(1) == null ? literal.group(2) : literal.group(1)).strip());
            }
        });
        values.remove("");
        return values;
    }

    private static Stream<Element> children(Element parent, String name) {
        NodeList nodes = parent.getChildNodes();
        return IntStream.range(0, nodes.getLength()).mapToObj(nodes::item).filter(Element.class::isInstance)
                .map(Element.class::cast).filter(child -> BPMN.equals(child.getNamespaceURI())
                        && (name.equals("*") || name.equals(child.getLocalName())));
    }

    private static Stream<Element> elements(Document document, String name) {
        NodeList elements = document.getElementsByTagNameNS("*", name);
        return IntStream.range(0, elements.getLength()).mapToObj(elements::item).map(Element.class::cast)
                .toList().stream();
    }

    /** The default handler prints. */
    private static final class Thrown implements ErrorHandler {
        @Override
        public void warning(SAXParseException e) {}

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
