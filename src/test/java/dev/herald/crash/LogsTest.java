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
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Herald writes down while messages are accepted, refused, put off and given up, with every logger at debug. */
class LogsTest {
    private static final String PASSWORD = "correct-horse";
    private static final String ENGINE_PASSWORD = "battery-staple";
    private static final List<String> SECRETS = List.of("jane.doe", "classified", "2025550143", "5005550001",
            PASSWORD, ENGINE_PASSWORD, base64("camunda:" + ENGINE_PASSWORD), LocalTwilio.AUTH_TOKEN,
            base64(LocalTwilio.ACCOUNT_SID + ":" + LocalTwilio.AUTH_TOKEN));
    private static final JsonMapper JSON = new JsonMapper();

    private final Set<Long> answered = new HashSet<>();
    private final List<String> errors = new ArrayList<>();

    @Test
    void nothingOfAMessageAndNoCredentialIsInALogAMetricOrAnError(@TempDir Path folder) throws Exception {
        ZeebeTestEngine engine = EngineFactory.create();
        engine.start();
        URI gateway = URI.create("http://" + engine.getGatewayAddress());
        try (LocalSmtpServer smtp = LocalSmtpServer.start();
                LocalTwilio twilio = LocalTwilio.start();
                CamundaClient client = CamundaClient.newClientBuilder().grpcAddress(gateway).preferRestOverGrpc(false)
                        .build();
                ForkedJvm herald = herald(folder, gateway, smtp, twilio)) {
            Set<Long> instances = start(client);
            await().pollInSameThread().atMost(Duration.ofMinutes(2)).until(() -> {
                read(engine);
                return answered.containsAll(instances) && smtp.mailbox().received() == 2;
            });

            assertNothingIn(String.join("\n", herald.lines()));
            assertNothingIn(String.join("\n", errors));
            assertNothingIn(metrics(herald));
            assertThat(errors).hasSizeGreaterThanOrEqualTo(7);
        } finally {
            engine.stop();
        }
    }

    private static ForkedJvm herald(Path folder, URI gateway, LocalSmtpServer smtp, LocalTwilio twilio) {
        String open = "--herald.smtp.presets.default.";
        String secured = "--herald.smtp.presets.secured.";
        String sender = "--herald.sms.senders.default.";
        return new ForkedJvm(HeraldApplication.class, "--logging.level.root=debug", "--server.port=0",
                "--camunda.client.grpc-address=" + gateway, "--camunda.client.auth.method=basic",
                "--camunda.client.auth.username=camunda", "--camunda.client.auth.password=" + ENGINE_PASSWORD,
                "--spring.datasource.url=jdbc:sqlite:" + folder.resolve("ledger.db"), open + "host=localhost",
                open + "port=" + smtp.port(), open + "security=none", open + "sender=no-reply@acme.example",
                secured + "host=localhost", secured + "port=" + smtp.port(), secured + "security=none",
                secured + "sender=no-reply@acme.example", secured + "username=herald",
                secured + "password=" + PASSWORD, sender + "account-sid=" + LocalTwilio.ACCOUNT_SID,
                sender + "auth-token=" + LocalTwilio.AUTH_TOKEN, sender + "from=+15557654321",
                sender + "base-url=" + twilio.baseUrl(), "--herald.backoff.first=200ms",
                "--herald.guardrails.denied-recipient-domains=denied.example");
    }

    private static Set<Long> start(CamundaClient client) {
        Map<String, Object> email = Map.of("subject", "classified subject", "body",
                "<p>classified body for {{name}}</p>", "requiredParams", "name", "name", "classified name",
                "headers",
                Map.of("X-Reference", "classified header"), "attachments",
                List.of(Map.of("filename", "classified.txt", "contentType", "text/plain", "contentBase64", "eA==")),
                "successMessage", "classified success");
        Set<Long> instances = new HashSet<>();
        for (String type : List.of("smtp_send_email", "send_sms")) {
            client.newDeployResourceCommand().addProcessModel(Bpmn.createExecutableProcess(type).startEvent()
                    .serviceTask("task", task -> task.zeebeJobType(type)).endEvent().done(), type + ".bpmn").send()
                    .join();
        }
        for (Map<String, Object> difference : List.<Map<String, Object>>of(
                Map.of("recipient", "Jane <jane.doe@acme.example>", "cc", "jane.doe+cc@acme.example"),
                Map.of("recipient", "jane.doe@@acme.example"), Map.of("recipient", "unknown@jane.doe.example"),
                Map.of("recipient", "greylisted@jane.doe.example"), Map.of("recipient", "jane.doe@denied.example"),
                Map.of("recipient", "jane.doe@acme.example", "smtpAuthPreset", "secured"),
                Map.of("recipient", "jane.doe@acme.example", "sender", "jane.doe@elsewhere.example"),
                Map.of("recipient", "jane.doe@acme.example", "smtpAuthPreset", "Jane <jane.doe@acme.example>"),
                Map.of("recipient", "jane.doe@acme.example", "body", "{{ classified name }}"))) {
            Map<String, Object> variables = new HashMap<>(email);
            variables.putAll(difference);
            instances.add(instance(client, "smtp_send_email", variables));
        }
        for (String number : List.of("+12025550143", "+15005550001", "2025550143 classified")) {
            instances.add(instance(client, "send_sms", Map.of("phoneNumber", number, "message", "classified text")));
        }
        return instances;
    }

    private static long instance(CamundaClient client, String process, Map<String, Object> variables) {
        return client.newCreateInstanceCommand().bpmnProcessId(process).latestVersion().variables(variables).send()
                .join().getProcessInstanceKey();
    }

    private void read(ZeebeTestEngine engine) throws Exception {
        errors.clear();
        for (String json : EngineRecords.from(engine.getRecordStreamSource(), 0)) {
            JsonNode job = JSON.readTree(json);
            if (Set.of("COMPLETED", "FAILED", "ERROR_THROWN").contains(job.path("intent").asText())
                    && job.path("valueType").asText().equals("JOB")) {
                answered.add(job.path("value").path("processInstanceKey").asLong());
            }
            String error = job.path("value").path("errorMessage").asText();
            if (!error.isEmpty()) {
                errors.add(error);
            }
        }
    }

    private static String metrics(ForkedJvm herald) throws Exception {
        Matcher port = Pattern.compile("Tomcat started on port (\\d+)").matcher(String.join("\n", herald.lines()));
        assertThat(port.find()).isTrue();
        URI metrics = URI.create("http://localhost:" + port.group(1) + "/actuator/prometheus");
        try (HttpClient http = HttpClient.newHttpClient()) {
            String text = http.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            assertThat(text).contains("herald_route_available")
                    .containsPattern("herald_outcomes_total\\{action=\"smtp_send_email\",.*outcome=\"accepted\"");
            return text;
        }
    }

    private static void assertNothingIn(String text) {
        assertThat(text).isNotBlank();
        for (String secret : SECRETS) {
            assertThat(text.lines().filter(line -> line.contains(secret))).as(secret).isEmpty();
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
