package dev.herald;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.herald.message.ErrorCode;
import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.model.bpmn.BpmnModelInstance;
import io.camunda.zeebe.model.bpmn.instance.AdHocSubProcess;
import io.camunda.zeebe.model.bpmn.instance.FlowNode;
import io.camunda.zeebe.model.bpmn.instance.zeebe.ZeebeInput;
import io.camunda.zeebe.model.bpmn.instance.zeebe.ZeebeIoMapping;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bpmn/agent-tools.bpmn}, with this test in the part of the agent. */
class AgentToolsTest {
    private static final Path PROCESS = Path.of("bpmn/agent-tools.bpmn");
    private static final Pattern PARAMETER = Pattern
            .compile("=fromAi\\(toolCall\\.(\\w+), \"([^\"]+)\", \"string\"\\)");
    private static RunningHerald herald;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        herald = new RunningHerald(folder,
                Map.of("herald.smtp.presets.default.sender", "Herald Sandbox <no-reply@herald.example>",
                        "herald.guardrails.denied-recipient-domains", "rival.example"));
        herald.client().newDeployResourceCommand().addResourceFile(PROCESS.toString()).send().join();
    }

    @AfterAll
    static void stop() throws IOException {
        herald.close();
    }

    @Test
    void aModelSeesTwoToolsAndMayChooseRecipientAndTextOnly() {
        assertThat(parameters("smtp_send_email")).containsOnlyKeys("recipient", "subject", "body");
        assertThat(parameters("send_sms")).containsOnlyKeys("phoneNumber", "message");
        assertThat(tools()).extracting(FlowNode::getId).containsExactlyInAnyOrder("smtp_send_email", "send_sms");
    }

    @Test
    void aModelIsToldWhatAToolDoesWhenToUseItAndWhatItReturns() {
        assertThat(tools()).allSatisfy(tool -> {
            String description = tool.getDocumentations().iterator().next().getTextContent();
            assertThat(description).startsWith("Sends one ").contains("Use it ", "Do not use it ", "Returns {status, ");
            assertThat(parameters(tool.getId()).values()).allSatisfy(text -> assertThat(text).isNotBlank());
        });
    }

    @Test
    void whatTheModelChoseIsSentAndItIsToldSo() throws IOException {
        List<JsonNode> results = turn(
                new ToolCall("smtp_send_email",
                        Map.of("recipient", "rosa@agent.example", "subject", "Refund", "body", "It is **on its way**.",
                                // what a model makes up has no effect
                                "bcc", "spy@agent.example", "sender", "ceo@rival.example")),
                new ToolCall("send_sms", Map.of("phoneNumber", "+15551239001", "message", "It is on its way.")));

        assertThat(results).extracting(result -> result.path("status").asText()).containsExactly("sent", "sent");
        assertThat(herald.smtp().mailbox().newestFirst()).filteredOn(
                mail -> mail.recipients().contains("rosa@agent.example")).singleElement().satisfies(mail -> {
                    assertThat(mail.recipients()).containsExactly("rosa@agent.example");
                    assertThat(new String(mail.raw(), StandardCharsets.UTF_8))
                            .contains("From: Herald Sandbox <no-reply@herald.example>", "<strong>on its way</strong>");
                });
        assertThat(herald.twilio().newestFirst()).filteredOn(sms -> sms.to().equals("+15551239001")).hasSize(1);
    }

    @Test
    void aModelIsToldOfEachFailureAndCanDoBetter() throws IOException {
        List<JsonNode> failures = turn(
                new ToolCall("smtp_send_email",
                        Map.of("recipient", "unknown@agent.example", "subject", "Refund", "body", "On its way.")),
                new ToolCall("smtp_send_email", Map.of("recipient", "rosa@agent.example", "body", "On its way.")),
                new ToolCall("smtp_send_email",
                        Map.of("recipient", "ceo@rival.example", "subject", "Refund", "body", "On its way.")),
                new ToolCall("send_sms", Map.of("phoneNumber", "555 1234", "message", "On its way.")),
                new ToolCall("send_sms", Map.of("phoneNumber", "+15005550004", "message", "On its way.")));

        assertThat(failures).extracting(result -> result.path("status").asText()).containsOnly("failed");
        assertThat(failures).extracting(result -> ErrorCode.valueOf(result.path("code").asText()))
                .containsExactly(
                        ErrorCode.RECIPIENT_REJECTED, ErrorCode.INVALID_REQUEST, ErrorCode.NOT_ALLOWED,
                        ErrorCode.INVALID_REQUEST, ErrorCode.RECIPIENT_REJECTED);
        assertThat(failures.get(1).path("message").asText()).startsWith("subject:");

        List<JsonNode> corrected = turn(
                new ToolCall("send_sms", Map.of("phoneNumber", "+15551239002", "message", "On its way.")));
        assertThat(corrected).extracting(result -> result.path("status").asText()).containsExactly("sent");
    }

    private record ToolCall(String tool, Map<String, Object> arguments) {
        Map<String, Object> variable() {
            Map<String, Object> variable = new HashMap<>(arguments);
            variable.put("_meta", Map.of("id", "call_" + tool, "name", tool));
            return variable;
        }
    }

    /** One turn of the agent: what each tool answered. */
    private static List<JsonNode> turn(ToolCall... calls) throws IOException {
        String variables = herald.client().newCreateInstanceCommand().bpmnProcessId("agent-tools").latestVersion()
                .variables(Map.of("agent",
                        Map.of("toolCalls", Arrays.stream(calls).map(ToolCall::variable).toList())))
                .withResult().send().join().getVariables();
        return new ObjectMapper().readTree(variables).path("toolCallResults").findValues("content");
    }

    private static List<FlowNode> tools() {
        BpmnModelInstance model = Bpmn.readModelFromFile(PROCESS.toFile());
        return model.getModelElementsByType(AdHocSubProcess.class).iterator().next().getFlowElements().stream()
                .map(FlowNode.class::cast).filter(node -> node.getIncoming().isEmpty()).toList();
    }

    /** As the AI Agent connector reads them: description by name. */
    private static Map<String, String> parameters(String tool) {
        FlowNode node = tools().stream().filter(candidate -> candidate.getId().equals(tool)).findFirst().orElseThrow();
        return node.getSingleExtensionElement(ZeebeIoMapping.class).getInputs().stream().map(ZeebeInput::getSource)
                .map(PARAMETER::matcher).filter(Matcher::matches)
                .collect(toMap(parameter -> parameter.group(1), parameter -> parameter.group(2)));
    }
}
