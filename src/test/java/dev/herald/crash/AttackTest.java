package dev.herald.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.herald.HeraldApplication;
import dev.herald.sandbox.engine.EngineRecords;
import dev.herald.sandbox.local.LocalSmtpServer;
import dev.herald.sandbox.local.LocalTwilio;
import io.camunda.client.CamundaClient;
import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.process.test.api.ZeebeTestEngine;
import io.camunda.zeebe.process.test.engine.EngineFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that would take all the memory or all the time, one after the other, to a Herald with little of both. */
class AttackTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, Object> EMAIL = Map.of("recipient", "ann@acme.example", "subject", "Hello", "body",
            "World");

    private final Map<Long, String> answers = new HashMap<>();
    private int records;

    @Test
    void everyAttackIsAnsweredWithTheFieldAndTheNextMessageGoesOut(@TempDir Path folder) throws Exception {
        ZeebeTestEngine engine = EngineFactory.create();
        engine.start();
        URI gateway = URI.create("http://" + engine.getGatewayAddress());
        try (LocalSmtpServer smtp = LocalSmtpServer.start();
                LocalTwilio twilio = LocalTwilio.start();
                CamundaClient client = CamundaClient.newClientBuilder().grpcAddress(gateway).preferRestOverGrpc(false)
                        .build();
                ForkedJvm herald = herald(folder, gateway, smtp, twilio)) {
            deploy(client);
            Map<Long, String> fields = new LinkedHashMap<>();
            attacks().forEach((attack, variables) -> {
                Map<String, Object> all = new HashMap<>(EMAIL);
                all.putAll(variables);
                fields.put(instance(client, "smtp_send_email", all), attack.split(":", 2)[0]);
            });
            fields.put(
                    instance(client, "send_sms",
                            Map.of("phoneNumber", "+12025550143", "message", "x".repeat(1_000_000))),
                    "message");
            awaitAnswers(engine, herald, fields.keySet());

            assertThat(fields).allSatisfy((instance, field) -> assertThat(answers.get(instance)).as(field)
                    .startsWith(field + ": ").hasSizeLessThan(5_000));
            long email = instance(client, "smtp_send_email", EMAIL);
            long sms = instance(client, "send_sms", Map.of("phoneNumber", "+12025550143", "message", "Hello"));
            awaitAnswers(engine, herald, List.of(email, sms));
            assertThat(smtp.mailbox().received()).isEqualTo(1);
            assertThat(herald.lines()).noneMatch(line -> line.contains("failed unexpectedly"));
        } finally {
            engine.stop();
        }
    }

    /** What is given instead of the ordinary inputs, by the field that the answer is to name. */
    private static Map<String, Map<String, Object>> attacks() {
        Map<String, Map<String, Object>> attacks = new LinkedHashMap<>();
        String megabyte = "x".repeat(1_000_000);
        attacks.put("body: a table grows", markdown(("|a".repeat(300) + "|\n" + "|-".repeat(300) + "|\n"
                + "|b\n".repeat(330) + "\n").repeat(44)));
        attacks.put("body: a target is there many times",
                markdown("[a]: " + "u".repeat(50_000) + "\n\n" + "[a]".repeat(16_000)));
        attacks.put("body: a value is there many times",
                Map.of("body", "{{a}}".repeat(2_000), "requiredParams", Map.of("a", megabyte)));
        attacks.put("body: a name without an end",
                Map.of("body", "{{a" + ".b".repeat(350_000) + "}}", "requiredParams", Map.of("a", Map.of("b", "c"))));
        attacks.put("body: link definitions", markdown("[a]: b 'x\n".repeat(120_000)));
        attacks.put("body: a large page", html("<b>x".repeat(300_000)));
        attacks.put("body: what no table may hold", html("<table>" + "<br>".repeat(120_000)));
        attacks.put("body: quotes in quotes on each line", html("<blockquote>".repeat(90) + "a<br>".repeat(99_000)));
        attacks.put("body: unknown placeholders", Map.of("requiredParams", Map.of("id", "1"), "body",
                IntStream.range(0, 120_000).mapToObj(i -> "{{a" + i + "}}").collect(Collectors.joining())));
        for (int i = 0; i < 20; i++) {
            attacks.put("body: as many large pages at once as there are slots, " + i,
                    html("<blockquote>".repeat(9) + "<b>a<br>".repeat(61_000)));
        }
        attacks.put("requiredParams: a thousand deep", Map.of("requiredParams", Map.of("deep", deep(900))));
        attacks.put("requiredParams: names", Map.of("requiredParams", "a,".repeat(500_000)));
        attacks.put("replyTo: many", Map.of("replyTo", Collections.nCopies(15_000, "a@b.example")));
        attacks.put("recipient: a long name", Map.of("recipient", "x".repeat(190_000) + " <a@b.example>"));
        attacks.put("cc: many", Map.of("cc", "a@b.example,".repeat(100_000)));
        attacks.put("headers: long", Map.of("headers", Map.of("X-A", megabyte)));
        attacks.put("headers: many",
                Map.of("headers",
                        IntStream.range(0, 20_000).boxed().collect(Collectors.toMap(i -> "X-" + i, i -> "a"))));
        attacks.put("attachments: many",
                Map.of("attachments", Collections.nCopies(20_000, Map.of("filename", "a", "contentBase64", ""))));
        attacks.put("attachments: a document as large as can be said",
                Map.of("attachments", Map.of("camunda.document.type", "camunda", "documentId", "a", "metadata",
                        Map.of("size", Long.MAX_VALUE))));
        attacks.put("subject: filled",
                Map.of("subject", "{{a}}".repeat(300), "requiredParams", Map.of("a", "x".repeat(1_000))));
        attacks.put("attachments[0].filename: long",
                Map.of("attachments", List.of(Map.of("filename", megabyte, "contentBase64", ""))));
        attacks.put("successMessage: long", Map.of("successMessage", megabyte));
        attacks.put("subject: long", Map.of("subject", megabyte));
        attacks.put("sender: long", Map.of("sender", megabyte + " <no-reply@acme.example>"));
        return attacks;
    }

    private static Map<String, Object> markdown(String body) {
        return Map.of("body", body, "bodyFormat", "markdown");
    }

    private static Map<String, Object> html(String body) {
        return Map.of("body", body, "bodyFormat", "html");
    }

    private static Object deep(int depth) {
        Object value = "x";
        for (int i = 0; i < depth; i++) {
            value = List.of(value);
        }
        return value;
    }

    private static ForkedJvm herald(Path folder, URI gateway, LocalSmtpServer smtp, LocalTwilio twilio) {
        String preset = "--herald.smtp.presets.default.";
        String sender = "--herald.sms.senders.default.";
        return new ForkedJvm(
                List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError", "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        HeraldApplication.class.getName()),
                "--server.port=0", "--management.server.port=0", "--camunda.client.grpc-address=" + gateway,
                "--spring.datasource.url=jdbc:sqlite:" + folder.resolve("ledger.db"), preset + "host=localhost",
                preset + "port=" + smtp.port(), preset + "security=none", preset + "sender=no-reply@acme.example",
                sender + "account-sid=" + LocalTwilio.ACCOUNT_SID, sender + "auth-token=" + LocalTwilio.AUTH_TOKEN,
                sender + "from=+15557654321", sender + "base-url=" + twilio.baseUrl());
    }

    private static void deploy(CamundaClient client) {
        for (String type : List.of("smtp_send_email", "send_sms")) {
            client.newDeployResourceCommand().addProcessModel(Bpmn.createExecutableProcess(type).startEvent()
                    .serviceTask("task", task -> task.zeebeJobType(type)).endEvent().done(), type + ".bpmn").send()
                    .join();
        }
    }

    private static long instance(CamundaClient client, String process, Map<String, Object> variables) {
        return client.newCreateInstanceCommand().bpmnProcessId(process).latestVersion().variables(variables).send()
                .join().getProcessInstanceKey();
    }

    private void awaitAnswers(ZeebeTestEngine engine, ForkedJvm herald, Collection<Long> instances) {
        await().pollInSameThread().pollInterval(Duration.ofMillis(500)).atMost(Duration.ofMinutes(4)).until(() -> {
            for (String json : EngineRecords.from(engine.getRecordStreamSource(), records)) {
                records++;
                JsonNode job = JSON.readTree(json);
                if (job.path("valueType").asText().equals("JOB")
                        && Set.of("COMPLETED", "FAILED", "ERROR_THROWN").contains(job.path("intent").asText())) {
                    answers.put(job.path("value").path("processInstanceKey").asLong(),
                            job.path("value").path("errorMessage").asText());
                }
            }
            return answers.keySet().containsAll(instances) || !herald.isAlive();
        });
        assertThat(herald.isAlive()).as(() -> String.join("\n", herald.lines())).isTrue();
    }
}
