package dev.herald;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.herald.sandbox.local.ReceivedMail;
import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.model.bpmn.BpmnModelInstance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job from the engine to the provider and back, for each outcome. */
class EndToEndTest {
    private static final Map<String, Object> EMAIL = Map.of("recipient", "ann@example.com", "subject", "Hello", "body",
            "World");
    private static final Map<String, Object> SMS = Map.of("phoneNumber", "+15551234567", "message", "Hello");
    private static RunningHerald herald;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        herald = new RunningHerald(folder,
                Map.of("herald.smtp.presets.closed.host", "127.0.0.1", "herald.smtp.presets.closed.port", "1",
                        "herald.smtp.presets.closed.security", "none", "herald.smtp.presets.closed.sender",
                        "closed@acme.example", "herald.guardrails.denied-recipient-domains", "rival.example"));
    }

    @AfterAll
    static void stop() throws IOException {
        herald.close();
    }

    @Test
    void sendsAnEmail() {
        long instance = herald.start(task("sends-email", "smtp_send_email"),
                with(EMAIL, Map.of("recipient", "sends@example.com", "successMessage", "Told Ann.")));

        herald.assertThatCompleted(instance);
        ReceivedMail mail = received("sends@example.com").getFirst();
        String raw = new String(mail.raw(), StandardCharsets.UTF_8);
        assertThat(raw).contains("Subject: Hello\r\n").contains("From: Acme <no-reply@acme.example>\r\n");
        String id = raw.replaceFirst("(?s).*Message-ID: (<[^>]+>).*", "$1");
        herald.assertThat(instance).hasVariableWithValue("emailResult",
                Map.of("status", "sent", "message", "Told Ann.", "messageId", id));
    }

    @Test
    void sendsAnSms() {
        long instance = herald.start(task("sends-sms", "send_sms"), with(SMS, Map.of("phoneNumber", "+15551230001")));

        herald.assertThatCompleted(instance);
        var sms = herald.twilio().newestFirst().stream().filter(text -> text.to().equals("+15551230001")).toList();
        assertThat(sms).hasSize(1);
        herald.assertThat(instance).hasVariableWithValue("smsResult",
                Map.of("status", "sent", "message", "SMS has been successfully sent.", "messageId",
                        sms.getFirst().sid(), "segments", 1, "encoding", "GSM-7", "twilioStatus", "queued"));
    }

    @Test
    void fillsInRequiredParamsAndNamesThoseThatAreMissing() {
        Map<String, Object> email = with(EMAIL, Map.of("recipient", "params@example.com", "subject",
                "Order {{orderId}}", "requiredParams", "orderId, customer.name", "customer", Map.of("name", "Ann")));

        herald.assertThatCompleted(
                herald.start(task("params", "smtp_send_email"), with(email, Map.of("orderId", 4711))));
        assertThat(new String(received("params@example.com").getFirst().raw(), StandardCharsets.UTF_8))
                .contains("Subject: Order 4711");
        assertThat(herald.incident(herald.start(task("params", "smtp_send_email"), email)))
                .contains("INVALID_REQUEST", "requiredParams", "orderId").doesNotContain("customer.name");
    }

    @Test
    void fillsInAProcessVariableThatAnInputBelowHides() {
        BpmnModelInstance process = Bpmn.createExecutableProcess("hidden").startEvent()
                .serviceTask("task", task -> task.zeebeJobType("send_sms")
                        .zeebeInput("={message: message}", "requiredParams")
                        .zeebeInput("Text: {{message}}", "message"))
                .endEvent().done();

        long instance = herald.start(process, with(SMS, Map.of("phoneNumber", "+15551230077")));

        herald.assertThatCompleted(instance);
        assertThat(herald.twilio().newestFirst()).filteredOn(text -> text.to().equals("+15551230077")).singleElement()
                .extracting(text -> text.body()).isEqualTo("Text: Hello");
    }

    @Test
    void throwsABpmnErrorThatABoundaryEventCatches() {
        BpmnModelInstance process = Bpmn.createExecutableProcess("catches").startEvent()
                .serviceTask("task", task -> task.zeebeJobType("smtp_send_email")).endEvent("sent")
                .moveToActivity("task").boundaryEvent("caught").error("RECIPIENT_REJECTED").endEvent("rejected").done();

        long instance = herald.start(process, with(EMAIL, Map.of("recipient", "unknown@example.com")));

        herald.assertThatCompleted(instance).hasPassedElement("rejected").hasNotPassedElement("sent");
    }

    @Test
    void namesTheFieldOfABadNumberAndNotTheNumber() {
        long instance = herald.start(task("bad-number", "send_sms"), with(SMS, Map.of("phoneNumber", "+1 555")));

        assertThat(herald.incident(instance)).contains("INVALID_REQUEST", "phoneNumber").doesNotContain("+1 555");
    }

    @Test
    void namesAMissingSubject() {
        long instance = herald.start(task("no-subject", "smtp_send_email"), with(EMAIL, Map.of("subject", "")));

        assertThat(herald.incident(instance)).contains("INVALID_REQUEST",
                "subject: is required, but blank.");
    }

    @Test
    void namesTheSettingOfAnUnknownPresetAndWhatIsConfigured() {
        long instance = herald.start(task("no-preset", "smtp_send_email"),
                with(EMAIL, Map.of("smtpAuthPreset", "crm")));

        assertThat(herald.incident(instance)).contains("herald.smtp.presets.crm", "default", "closed");
    }

    @Test
    void namesTheSettingOfAnUnknownSmsSender() {
        long instance = herald.start(task("no-sender", "send_sms"), with(SMS, Map.of("smsSender", "crm")));

        assertThat(herald.incident(instance)).contains("herald.sms.senders.crm", "default");
    }

    @Test
    void keepsAGuardrail() {
        long instance = herald.start(task("guarded", "smtp_send_email"),
                with(EMAIL, Map.of("recipient", "ceo@rival.example")));

        assertThat(herald.incident(instance)).contains("NOT_ALLOWED", "herald.guardrails.denied-recipient-domains")
                .doesNotContain("rival.example");
    }

    @Test
    void goesOnAfterAFailureAndSkipsWhatDependsOnIt() {
        BpmnModelInstance process = Bpmn.createExecutableProcess("goes-on").startEvent()
                .serviceTask("email",
                        task -> task.zeebeJobType("smtp_send_email").zeebeInput("=\"continue\"", "onFailure"))
                .serviceTask("sms",
                        task -> task.zeebeJobType("send_sms").zeebeInput("=true", "onlyIfPreviousSucceeded"))
                .endEvent().done();

        long instance = herald.start(process, with(with(EMAIL, SMS),
                Map.of("recipient", "unknown@example.com", "phoneNumber", "")));

        herald.assertThatCompleted(instance).hasVariableWithValue("previousStepsSucceeded", false)
                .hasVariableWithValue("smsResult",
                        Map.of("status", "skipped", "message", "Not sent since a previous step failed."));
    }

    @Test
    void goesOnAfterAMistypedInputOfTheActionItself() {
        long instance = herald.start(task("mistyped", "send_sms"),
                with(SMS, Map.of("successMessage", List.of(), "onFailure", "continue")));

        herald.assertThatCompleted(instance).hasVariableWithValue("previousStepsSucceeded", false)
                .hasVariableWithValue("smsResult", Map.of("status", "failed", "message",
                        "successMessage: must be a string.", "code", "INVALID_REQUEST"));
    }

    @Test
    void triesAgainWhatTheServerDeferred() {
        long instance = herald.start(task("deferred", "smtp_send_email"),
                with(EMAIL, Map.of("recipient", "greylisted@deferred.example")));

        herald.assertThatCompleted(instance);
        assertThat(received("greylisted@deferred.example")).hasSize(1);
    }

    @Test
    void waitsForAProviderThatCannotBeReachedWithoutAnIncident() {
        long instance = herald.start(task("closed", "smtp_send_email"),
                with(EMAIL, Map.of("smtpAuthPreset", "closed")));

        await().pollInSameThread().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(herald.failures(instance)).hasSizeGreaterThan(1));
        assertThat(herald.failures(instance)).containsOnly(3);
        herald.assertThat(instance).hasNoIncidents();
        herald.client().newCancelInstanceCommand(instance).send().join();
    }

    @Test
    void handsAnAsyncActionOverAndDeliversItOnce() {
        long instance = herald.start(task("async", "smtp_send_email"),
                with(EMAIL, Map.of("recipient", "async@example.com", "async", true, "requiredParams", "name", "name",
                        "Ann", "body", "Dear {{name}}")));

        herald.assertThatCompleted(instance).hasVariableWithValue("emailResult",
                Map.of("status", "queued", "message", "Handed over to the background delivery."));
        await().pollInSameThread().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(received("async@example.com")).hasSize(1));
        assertThat(new String(received("async@example.com").getFirst().raw(), StandardCharsets.UTF_8))
                .contains("Dear Ann");
    }

    @Test
    void reportsAnInputErrorOfAnAsyncActionInTheCallingProcess() {
        long instance = herald.start(task("async-error", "smtp_send_email"),
                with(EMAIL, Map.of("recipient", "not an address", "async", true)));

        assertThat(herald.incident(instance)).contains("INVALID_REQUEST", "recipient").doesNotContain("not an address");
    }

    private static List<ReceivedMail> received(String recipient) {
        return herald.smtp().mailbox().newestFirst().stream().filter(mail -> mail.recipients().contains(recipient))
                .toList();
    }

    private static BpmnModelInstance task(String id, String type) {
        return Bpmn.createExecutableProcess(id).startEvent()
                .serviceTask("task", task -> task.zeebeJobType(type).zeebeJobRetries("3")).endEvent().done();
    }

    private static Map<String, Object> with(Map<String, Object> base, Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(base);
        all.putAll(more);
        return all;
    }
}
