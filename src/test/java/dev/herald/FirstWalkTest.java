package dev.herald;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.model.bpmn.BpmnModelInstance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README has a modeler do first, with the fields and variables that stand there. */
class FirstWalkTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern FIELD = Pattern.compile("(?m)^ +\\| (\\w[\\w ]*) \\| `(.*)` \\|$");
    private static final Pattern EXAMPLE = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);
    private static String walk = "";
    private static RunningHerald herald;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        walk = Files.readString(Path.of("README.md")).replaceFirst("(?s).*### A first walk", "")
                .replaceFirst("(?s)\n### .*", "");
        herald = new RunningHerald(folder, Map.of());
    }

    @AfterAll
    static void stop() throws IOException {
        herald.close();
    }

    @Test
    void endsWithTheEmailThatIsShown() throws IOException {
        JsonNode example = example();

        long instance = herald.start(walk("walk", false), variables(example));

        herald.assertThatCompleted(instance).hasPassedElement("confirmed");
        String mail = new String(herald.smtp().mailbox().newestFirst().getFirst().raw(), StandardCharsets.UTF_8);
        assertThat(mail).contains("\r\nSubject: Your order 4711\r\n",
                "To: " + example.at("/variables/customer/email").asText(), "Dear Ada, thank you for your order 4711.");
    }

    @Test
    void goesOnAtABoundaryEventWhoseOutputMappingHandsTheResultOn() throws IOException {
        Map<String, Object> rejected = Map.of("customer", Map.of("name", "Ada", "email", "unknown@customer.example"),
                "order", Map.of("id", "4711"));

        long mapped = herald.start(walk("mapped", true), rejected);
        long unmapped = herald.start(walk("unmapped", false), rejected);

        herald.assertThatCompleted(mapped).hasPassedElement("rejected");
        assertThat(herald.twilio().newestFirst()).singleElement().extracting(text -> text.body())
                .isEqualTo("RECIPIENT_REJECTED");
        assertThat(herald.incident(unmapped)).contains("message: ");
    }

    /** The task with the fields of the table, as the template maps them. */
    private static BpmnModelInstance walk(String id, boolean mapped) throws IOException {
        JsonNode template = JSON
                .readTree(Files.readString(Path.of("bpmn/.camunda/element-templates/smtp-send-email.json")));
        Map<String, String> inputs = template.path("properties").findParents("label").stream()
                .collect(Collectors.toMap(property -> property.path("label").asText(),
                        property -> property.at("/binding/name").asText(), (one, other) -> one));
        Map<String, String> fields = FIELD.matcher(walk).results()
                .collect(Collectors.toMap(field -> inputs.getOrDefault(field.group(1), ""), field -> field.group(2)));
        assertThat(fields).containsOnlyKeys("recipient", "subject", "body", "requiredParams");
        var event = Bpmn.createExecutableProcess(id).startEvent().serviceTask("task", task -> {
            task.zeebeJobType("smtp_send_email");
            fields.forEach((name, value) -> task.zeebeInput(value, name));
            task.zeebeOutput("=emailResult", "emailResult");
        }).endEvent("confirmed").moveToActivity("task").boundaryEvent("caught").error("RECIPIENT_REJECTED");
        return (mapped ? event.zeebeOutput("=emailResult", "emailResult") : event)
                .serviceTask("sms", task -> task.zeebeJobType("send_sms").zeebeInput("+15551234567", "phoneNumber")
                        .zeebeInput("=emailResult.code", "message"))
                .endEvent("rejected").done();
    }

    private static JsonNode example() throws IOException {
        MatchResult json = EXAMPLE.matcher(walk).results().findFirst().orElseThrow();
        return JSON.readTree(json.group(1));
    }

    private static Map<String, Object> variables(JsonNode example) {
        return JSON.convertValue(example.path("variables"), new TypeReference<>() {});
    }
}
