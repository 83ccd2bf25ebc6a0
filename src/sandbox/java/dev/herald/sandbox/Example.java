package dev.herald.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An example process, as {@code <process id>.example.json} beside its BPMN file describes it. Everything in it may be left
 * out.
 *
 * @param description empty for none
 * @param variables what an instance starts with
 * @param documents files, each of which a variable of that name refers to once it is in the document store
 */
record Example(String processId, String description, JsonNode variables, Map<String, Document> documents,
        Expectation expectation) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A file for the document store. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Document(String fileName, String contentType, byte[] content) {

        static Document of(String name, JsonNode file) {
            String path = "documents." + name;
            require(file.isObject(), path, "an object");
            try {
                return new Document(Objects.requireNonNullElse(text(file, "fileName"), name),
                        Objects.requireNonNullElse(text(file, "contentType"), "application/octet-stream"),
                        Base64.getDecoder().decode(file.path("contentBase64").asText("")));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(path + ": " + e.getMessage(), e);
            }
        }
    }

    /** The same with one more variable. */
    Example with(String variable, Object value) {
        ObjectNode all = variables.deepCopy();
        all.set(variable, JSON.valueToTree(value));
        return new Example(processId, description, all, documents, expectation);
    }

    /** @throws IllegalArgumentException if something in it has a wrong type */
    static Example of(String processId, byte[] json) throws IOException {
        JsonNode example = parse(json);
        JsonNode variables = object(example, "variables");
        JsonNode expect = object(example, "expect");
        Map<String, JsonNode> expected = new LinkedHashMap<>();
        object(expect, "variables").properties().forEach(entry -> expected.put(entry.getKey(), entry.getValue()));
        String description = text(example, "description");
        Map<String, Document> documents = new LinkedHashMap<>();
        object(example, "documents").properties()
                .forEach(file -> documents.put(file.getKey(), Document.of(file.getKey(), file.getValue())));
        return new Example(processId, description == null ? "" : description, variables, documents,
                new Expectation(text(expect, "endEvent"), number(expect, "emails"), number(expect, "sms"), expected));
    }

    private static JsonNode parse(byte[] json) throws IOException {
        try {
            JsonNode example = JSON.readTree(json);
            if (!example.isObject()) {
                throw new IllegalArgumentException("This is no JSON object.");
            }
            return example;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("This is no JSON, see line " + e.getLocation().getLineNr() + ": "
                    + e.getOriginalMessage().replaceFirst("(?s) \\(.*", ""), e);
        }
    }

    private static JsonNode object(JsonNode parent, String name) {
        JsonNode value = parent.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return JSON.createObjectNode();
        }
        require(value.isObject(), name, "an object");
        return value;
    }

    private static @Nullable String text(JsonNode parent, String name) {
        JsonNode value = parent.path(name);
        require(value.isMissingNode() || value.isTextual(), name, "a string");
        return value.textValue();
    }

    private static @Nullable Integer number(JsonNode parent, String name) {
        JsonNode value = parent.path(name);
        require(value.isMissingNode() || value.isInt(), name, "a whole number");
        return value.isMissingNode() ? null : value.intValue();
    }

    private static void require(boolean condition, String name, String what) {
        if (!condition) {
            throw new IllegalArgumentException(name + " is not " + what + ".");
        }
    }
}
