package dev.herald.sandbox;

import dev.herald.sandbox.engine.Instance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The BPMN files of a folder, and what their elements are called. */
final class BpmnFolder {
    private final List<Path> files;
    private final Map<String, Map<String, String>> names = new HashMap<>();

    /** @throws SandboxFailure if there is no BPMN file or one is no XML */
    BpmnFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new SandboxFailure("There is no folder " + folder.toAbsolutePath()
                    + ". Start the sandbox where pom.xml is, or set --herald.sandbox.processes=<folder>.");
        }
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(".bpmn")).sorted().toList();
        }
        for (Path file : files) {
            readNames(file);
        }
    }

    List<Path> files() {
        return files;
    }

    /** The name in the diagram, or the id of an element without one. */
    String nameOf(Instance.Element element) {
        return names.getOrDefault(element.processId(), Map.of()).getOrDefault(element.id(), element.id());
    }

    private void readNames(Path file) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            NodeList processes = factory.newDocumentBuilder().parse(file.toFile()).getElementsByTagNameNS("*",
                    "process");
            for (int i = 0; i < processes.getLength(); i++) {
                Element process = (Element) processes.item(i);
                names.put(process.getAttribute("id"), elementNames(process));
            }
        } catch (SAXException | ParserConfigurationException e) {
            throw new SandboxFailure(file + " is no BPMN file: " + e.getMessage(), e);
        }
    }

    private static Map<String, String> elementNames(Element process) {
        Map<String, String> elementNames = new HashMap<>();
        NodeList elements = process.getElementsByTagNameNS("*", "*");
        for (int i = 0; i < elements.getLength(); i++) {
            Element element = (Element) elements.item(i);
            if (element.hasAttribute("id") && !element.getAttribute("name").isBlank()) {
                elementNames.put(element.getAttribute("id"), element.getAttribute("name"));
            }
        }
        return elementNames;
    }
}
