package dev.herald;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.herald.message.later.AcceptedMessages;
import dev.herald.message.later.EmailReceipts;
import dev.herald.message.later.EmailStatus;
import dev.herald.sandbox.local.ReceivedMail;
import dev.herald.sandbox.local.TextMessage;
import io.camunda.client.CamundaClient;
import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.model.bpmn.BpmnModelInstance;
import io.camunda.zeebe.model.bpmn.builder.ServiceTaskBuilder;
import io.camunda.zeebe.model.bpmn.instance.Process;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two tenants of one cluster, served by one Herald. */
class TenantsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static RunningHerald herald;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        herald = new RunningHerald(folder, Map.of(RunningHerald.TENANTS, "sales,support", "camunda.client.tenant-id",
                "sales", "herald.smtp.presets.default.allowed-tenants", "sales,support",
                "herald.smtp.presets.sales-only.host", "127.0.0.1", "herald.smtp.presets.sales-only.security", "none",
                "herald.smtp.presets.sales-only.sender", "sales@acme.example",
                "herald.smtp.presets.sales-only.allowed-tenants", "sales"));
    }

    @AfterAll
    static void stop() throws IOException {
        herald.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sales", "support"})
    void hasItsJobsDone(String tenant) {
        String recipient = tenant + "-jobs@example.com";

        herald.assertThatCompleted(start(tenant, email("jobs").endEvent().done(), Map.of("recipient", recipient)));

        assertThat(received(recipient)).hasSize(1);
    }

    @Test
    void mayNotUseThePresetOfAnother() {
        long instance = start("support", email("preset").endEvent().done(),
                Map.of("recipient", "preset@example.com", "smtpAuthPreset", "sales-only"));

        assertThat(herald.incident(instance)).contains("NOT_ALLOWED",
                "herald.smtp.presets.sales-only.allowed-tenants");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sales", "support"})
    void hasItsAsyncMessagesDeliveredByAProcessOfItsOwn(String tenant) {
        String recipient = tenant + "-async@example.com";

        herald.assertThatCompleted(
                start(tenant, email("async").endEvent().done(), Map.of("recipient", recipient, "async", true)));

        await().atMost(PATIENCE).until(() -> received(recipient).size() == 1);
        AcceptedMessages accepted = herald.bean(AcceptedMessages.class);
        await().atMost(PATIENCE).until(() -> accepted.withId(messageId(recipient)).isPresent());
        assertThat(accepted.withId(messageId(recipient)).orElseThrow().ref().tenantId()).isEqualTo(tenant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sales", "support"})
    void learnsWhatBecameOfItsSms(String tenant) {
        String number = tenant.equals("sales") ? "+15551239901" : "+15551239902";
        BpmnModelInstance process = Bpmn.createExecutableProcess("sms").startEvent()
                .serviceTask("send", task -> task.zeebeJobType("send_sms"))
                .intermediateCatchEvent("told", event -> event
                        .message(message -> message.name("smsStatus")
                                .zeebeCorrelationKey("=smsResult.messageId")))
                .endEvent().done();
        long instance = start(tenant, process, Map.of("phoneNumber", number, "message", "Hello"));
        await().atMost(PATIENCE).until(() -> herald.twilio().newestFirst().stream()
                .anyMatch(sms -> sms.to().equals(number)));

        String sid = herald.twilio().newestFirst().stream().filter(sms -> sms.to().equals(number))
                .map(TextMessage::sid).findFirst().orElseThrow();
        await().atMost(PATIENCE).until(() -> herald.bean(AcceptedMessages.class).withId(sid).isPresent());
        herald.receipts().received(sid, "delivered", null);

        herald.assertThatCompleted(instance);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sales", "support"})
    void learnsWhatBecameOfItsEmail(String tenant) {
        String recipient = tenant + "-status@example.com";
        BpmnModelInstance process = email("status").intermediateCatchEvent("told", event -> event
                .message(message -> message.name("emailStatus").zeebeCorrelationKey("=emailResult.messageId")))
                .endEvent().done();
        long instance = start(tenant, process, Map.of("recipient", recipient));
        await().atMost(PATIENCE).until(() -> received(recipient).size() == 1);

        String id = messageId(recipient);
        AcceptedMessages accepted = herald.bean(AcceptedMessages.class);
        await().atMost(PATIENCE).until(() -> accepted.withId(id).isPresent());
        herald.bean(EmailReceipts.class).received(new EmailStatus(accepted.withId(id).orElseThrow().ref(), id,
                "bounced", recipient, "5.1.1"));

        herald.assertThatCompleted(instance);
    }

    private static ServiceTaskBuilder email(String id) {
        return Bpmn.createExecutableProcess(id).startEvent().serviceTask("task",
                task -> task.zeebeJobType("smtp_send_email"));
    }

    /** Deploys the process for the tenant, and starts an instance. */
    private static long start(String tenant, BpmnModelInstance process, Map<String, Object> variables) {
        CamundaClient client = herald.client();
        client.newDeployResourceCommand().addProcessModel(process, "test.bpmn").tenantId(tenant).send().join();
        String id = process.getModelElementsByType(Process.class).iterator().next().getId();
        Map<String, Object> all = new HashMap<>(Map.of("subject", "Hello", "body", "World"));
        all.putAll(variables);
        return client.newCreateInstanceCommand().bpmnProcessId(id).latestVersion().variables(all).tenantId(tenant)
                .send()
                .join().getProcessInstanceKey();
    }

    private static List<ReceivedMail> received(String recipient) {
        return herald.smtp().mailbox().newestFirst().stream().filter(mail -> mail.recipients().contains(recipient))
                .toList();
    }

    private static String messageId(String recipient) {
        return new String(received(recipient).getFirst().raw(), StandardCharsets.UTF_8)
                .replaceFirst("(?s).*Message-ID: (<[^>]+>).*", "$1");
    }
}
