package dev.herald;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.herald.sandbox.local.ReportMailbox;
import dev.herald.sandbox.local.TextMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ways through the example processes that the sandbox's sample variables do not take. */
class ExamplePathsTest {
    private static final ReportMailbox REPORTS = ReportMailbox.start();
    private static RunningHerald herald;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        herald = new RunningHerald(folder, REPORTS.settings().entrySet().stream().collect(Collectors
                .toMap(entry -> "herald.smtp.presets.default.reports." + entry.getKey(), Map.Entry::getValue)));
    }

    @AfterAll
    static void stop() throws IOException {
        herald.close();
        REPORTS.close();
    }

    @Test
    void remindsByEmailWhereTheAddressIsGood() throws IOException {
        long instance = start("sms-fallback", "/patient/email", "alan@patient.example");

        herald.assertThatCompleted(instance).hasPassedElement("reminded_by_email")
                .hasNotPassedElement("remind_by_sms");
    }

    @Test
    void escalatesNothingWhereTheEngineerCanBeReached() throws IOException {
        long instance = start("support-escalation", "/ticket/engineer", "linus@support.example");

        herald.assertThatCompleted(instance).hasPassedElement("engineer_reminded")
                .hasNotPassedElement("email_duty_manager");
    }

    @Test
    void escalatesWhateverTheReasonOfTheRefusal() throws IOException {
        long instance = start("support-escalation", "/ticket/engineer", "no address");

        herald.assertThatCompleted(instance).hasPassedElement("escalated");
    }

    @Test
    void confirmsTheReportAndAlertsNobodyWhereEverythingSucceeds() throws IOException {
        long instance = start("operator-alert", "/customer/email", "wile@acme.example");

        herald.assertThatCompleted(instance).hasPassedElement("report_delivered")
                .hasNotPassedElement("alert_operator").hasVariableWithValue("previousStepsSucceeded", true);
    }

    @ParameterizedTest
    @CsvSource({"delivered, +15552340001, reminder_delivered", "undelivered, +15552340002, reminded_by_email"})
    void goesOnAsTheDeliveryReceiptSays(String status, String phone, String end) throws IOException {
        ObjectNode variables = sample("sms-delivery-receipt");
        variables.put("receiptTimeout", "PT1H");
        ((ObjectNode) variables.get("customer")).put("phone", phone);
        long instance = start("sms-delivery-receipt", variables);

        String sid = Awaitility.await().until(() -> sentTo(phone), sent -> sent.size() == 1).getFirst().sid();
        herald.receipts().received(sid, "sent", null); // not the end
        herald.receipts().received(sid, status, null);

        herald.assertThatCompleted(instance).hasPassedElement(end);
    }

    @Test
    void textsOnceTheEmailBouncesAndNotWhileItIsLate() throws IOException {
        ObjectNode variables = sample("email-bounce");
        variables.put("bounceTimeout", "PT1H");
        String email = "hedy@late.example";
        ((ObjectNode) variables.get("customer")).put("email", email);
        long instance = start("email-bounce", variables);
        String sender = Awaitility.await()
                .until(() -> herald.smtp().mailbox().newestFirst().stream()
                        .filter(mail -> mail.recipients().contains(email)).toList(), sent -> sent.size() == 1)
                .getFirst().sender();

        REPORTS.deliver(sender, "delayed", email, "4.4.1");
        Awaitility.await().untilAsserted(() -> Assertions.assertThat(herald.metrics())
                .containsPattern("herald_reports_total\\{.*preset=\"default\",status=\"delayed\".*} 1\\.0"));
        REPORTS.deliver(sender, "failed", email, "5.1.1");

        herald.assertThatCompleted(instance).hasPassedElement("told_by_sms", 1);
        Assertions.assertThat(herald.metrics())
                .containsPattern("herald_mailbox_reachable\\{.*preset=\"default\".*} 1\\.0")
                .containsPattern("herald_mailbox_last_read_seconds\\{.*preset=\"default\".*} 1\\.\\d+E9");
        Assertions.assertThat(herald.health("mailbox/default")).contains("\"status\":\"UP\"");
    }

    private static List<TextMessage> sentTo(String phone) {
        return herald.twilio().newestFirst().stream().filter(message -> message.to().equals(phone)).toList();
    }

    /** Starts the example with its sample variables, of which one is different. */
    private static long start(String process, String path, String value) throws IOException {
        ObjectNode variables = sample(process);
        int last = path.lastIndexOf('/');
        ((ObjectNode) variables.at(path.substring(0, last))).put(path.substring(last + 1), value);
        return start(process, variables);
    }

    private static long start(String process, JsonNode variables) {
        herald.client().newDeployResourceCommand().addResourceFile("bpmn/" + process + ".bpmn").send().join();
        return herald.client().newCreateInstanceCommand().bpmnProcessId(process).latestVersion()
                .variables(variables.toString()).send().join().getProcessInstanceKey();
    }

    private static ObjectNode sample(String process) throws IOException {
        return (ObjectNode) new ObjectMapper().readTree(Path.of("bpmn", process + ".example.json").toFile())
                .get("variables");
    }
}
