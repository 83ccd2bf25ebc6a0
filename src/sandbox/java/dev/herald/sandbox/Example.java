package dev.herald.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An example process, as {@code <process id>.example.json} beside its BPMN file describes it.
 *
 * @param variables what an instance starts with
 */
record Example(String processId, String description, JsonNode variables, Expectation expectation) {
    private static final String SUFFIX = ".example.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The examples in that folder, by process id. */
    static List<Example> in(Path folder) throws IOException {
        List<Example> examples = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList()) {
                examples.add(read(file));
            }
        }
        return examples;
    }

    private static Example read(Path file) throws IOException {
        JsonNode example = JSON.readTree(Files.newInputStream(file));
        JsonNode expect = example.path("expect");
        Map<String, JsonNode> variables = new LinkedHashMap<>();
        expect.path("variables").properties().forEach(entry -> variables.put(entry.getKey(), entry.getValue()));
        return new Example(file.getFileName().toString().replace(SUFFIX, ""), text(file, example, "description"),
                Optional.<JsonNode>of(example.path("variables")).filter(JsonNode::isObject)
                        .orElseGet(JSON::createObjectNode),
                new Expectation(text(file, expect, "endEvent"), expect.path("emails").asInt(),
                        expect.path("sms").asInt(), variables));
    }

    private static String text(Path file, JsonNode object, String name) {
        if (!object.path(name).isTextual()) {
            throw new IllegalArgumentException(file + " has no " + name);
        }
        return object.path(name).textValue();
    }
}
