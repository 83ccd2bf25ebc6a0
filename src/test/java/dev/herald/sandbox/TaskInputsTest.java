package dev.herald.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TaskInputsTest {

    /** The gate's variable is no input of a template: it is the process's own. */
    @Test
    void knowsWhatTheTemplatesMap() throws IOException {
        Set<String> mapped = new HashSet<>(Set.of("previousStepsSucceeded"));
        try (Stream<Path> templates = Files.list(Path.of("bpmn/.camunda/element-templates"))) {
            for (Path template : templates.toList()) {
                new ObjectMapper().readTree(template.toFile()).findValues("binding").stream()
                        .filter(binding -> binding.path("type").asText().equals("zeebe:input"))
                        .forEach(binding -> mapped.add(binding.path("name").asText()));
            }
        }

        assertThat(TaskInputs.NAMES).containsExactlyInAnyOrderElementsOf(List.copyOf(mapped));
    }
}
