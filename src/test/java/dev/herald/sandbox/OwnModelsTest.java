package dev.herald.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.herald.sandbox.engine.Instance;
import dev.herald.sandbox.engine.InstanceWatch;
import io.camunda.zeebe.model.bpmn.Bpmn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody's own folder may hold: whatever is wrong with one file, the others run. */
class OwnModelsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static Path folder;
    private static Sandbox sandbox;
    private static String report = "";
    private static boolean succeeded;

    @BeforeAll
    static void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        write("good.bpmn", email("good", "smtp_send_email", "smtpAuthPreset", "=\"marketing\"", "sender",
                "Acme News <news@acme.example>"));
        write("good.example.json", "{\"expect\": {\"endEvent\": \"done\"}}");
        write("unexpecting.bpmn", email("unexpecting", "smtp_send_email").replace("Good morning.", "Dear {{name}}"));
        write("unexpecting.example.json", "{}");
        write("without-example.bpmn", email("without-example", "smtp_send_email"));
        write("mistyped.bpmn", email("mistyped", "smtp-send-email"));
        write("mistyped.example.json", "{\"expect\": {\"emails\": 1}}");
        write("in-background.bpmn", email("in-background", "smtp_send_email", "async", "=true", "recipient",
                "unknown@acme.example"));
        write("in-background.example.json", "{\"expect\": {\"emails\": 1}}");
        write("faulty.bpmn", email("faulty", "smtp_send_email").replace("taskDefinition", "taskDefinitoin"));
        write("no-xml.bpmn", "hello");
        write("no-json.example.json", "{");
        write("nobody.example.json", "{\"expect\": {}}");
        try (var printed = new ByteArrayOutputStream()) {
            sandbox = Sandbox.start(SandboxArguments.parse("--herald.sandbox.page-port=0", "--server.port=0",
                    "--logging.config=", "--herald.sandbox.processes=" + folder));
            succeeded = sandbox.runExamples(new PrintStream(printed, true, StandardCharsets.UTF_8));
            report = printed.toString(StandardCharsets.UTF_8);
        }
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @Test
    void theOthersRunWhereOneFileIsFaultyAndItsErrorsNameTheElement() {
        assertThat(succeeded).isFalse();
        assertThat(report).containsSubsequence("FAILED  faulty.bpmn", "not taken",
                "\"Inform the customer\" (inform): Must have exactly one 'zeebe:taskDefinition'", "FAILED  no-json",
                "This is no JSON", "FAILED  no-xml.bpmn", "This is no BPMN file", "ok      good")
                .doesNotContain("\tat ", "INVALID_ARGUMENT");
    }

    @Test
    void nothingIsCheckedThatAnExampleDoesNotExpect() {
        assertThat(report).containsSubsequence("unexpecting", "unchecked", "completed at");
    }

    @Test
    void marksAResultWithWarnings() {
        assertThat(report).containsSubsequence("unexpecting", "email sent", "warning        body: ");
    }

    @Test
    void namesTheProcessesWithoutAnExampleAndTheExamplesWithoutAProcess() {
        assertThat(report).contains("no without-example.example.json")
                .containsSubsequence("FAILED  nobody", "not started");
    }

    @Test
    void namesTheTaskTypeThatNoWorkerTakesAndTheTwoThatHeraldTakes() {
        assertThat(report.replaceAll("\\s+", " ")).containsSubsequence("FAILED mistyped",
                "emails sent: expected 1, was 0",
                "waits at \"Inform the customer\" for a worker of the type smtp-send-email",
                "smtp_send_email and send_sms");
    }

    @Test
    void offersThePresetAndTheSenderThatAModelNames() {
        assertThat(sandbox.surroundings().outbox().mails()).anySatisfy(mail -> assertThat(mail.parsed().from())
                .isEqualTo("Acme News <news@acme.example>"));
    }

    @Test
    void printsWhereHealthIsAnswered() throws Exception {
        String url = report.replaceFirst("(?s).*Herald +(http://localhost:\\d+\\S+).*", "$1");

        HttpResponse<String> health = HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(URI.create(url + "/liveness")).timeout(PATIENCE).build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(health.body()).contains("UP");
    }

    @Test
    void takesAFileAgainWhenItChanges() throws Exception {
        write("edited.bpmn", email("edited", "smtp_send_email").replace("taskDefinition", "taskDefinitoin"));
        await().atMost(PATIENCE).until(() -> sandbox.catalog().faulty().stream()
                .anyMatch(source -> source.name().equals("edited.bpmn")));

        write("edited.bpmn", email("edited", "smtp_send_email", "smtpAuthPreset", "other"));
        await().atMost(PATIENCE).until(() -> isStartable("edited"));
        assertThat(sandbox.catalog().find("edited.bpmn").orElseThrow().problems()).isEmpty();
    }

    @Test
    void offersTheAccountsOfAModelThatSomebodyElseDeployed() {
        String model = email("deployed", "smtp_send_email", "smtpAuthPreset", "elsewhere");
        sandbox.client().newDeployResourceCommand().addResourceStringUtf8(model, "deployed.bpmn").send().join();
        await().atMost(PATIENCE).until(() -> isStartable("deployed"));

        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            long key = sandbox.client().newCreateInstanceCommand().bpmnProcessId("deployed").latestVersion().send()
                    .join().getProcessInstanceKey();
            return sandbox.surroundings().watch().awaitSettled(key, PATIENCE).hasEnded();
        });
    }

    @Test
    void settlesAnIncidentThatIsAboutNoJob() throws Exception {
        write("gateway.bpmn", Bpmn.convertToString(Bpmn.createExecutableProcess("gateway").startEvent()
                .exclusiveGateway("decide").conditionExpression("decided").endEvent("yes").moveToLastGateway()
                .conditionExpression("not(decided)").endEvent("no").done()));
        await().atMost(PATIENCE).until(() -> isStartable("gateway"));
        long key = sandbox.client().newCreateInstanceCommand().bpmnProcessId("gateway").latestVersion().send().join()
                .getProcessInstanceKey();
        InstanceWatch watch = sandbox.surroundings().watch();
        Instance.Incident incident = watch.awaitSettled(key, PATIENCE).incidents().getFirst();

        Operator operator = sandbox.operator();
        operator.set(key, JsonNodeFactory.instance.objectNode().put("decided", true));
        operator.retry(key, incident.key());

        await().atMost(PATIENCE).until(() -> watch.find(key).orElseThrow().hasEnded());
        assertThat(watch.find(key).orElseThrow().endEvents()).containsExactly("yes");
    }

    private static boolean isStartable(String id) {
        return sandbox.catalog().startable().stream().anyMatch(deployed -> deployed.processId().equals(id));
    }

    /** A process with one task, and these inputs beside those that every email needs. */
    private static String email(String id, String type, String... inputs) {
        var task = Bpmn.createExecutableProcess(id).startEvent().serviceTask("inform").name("Inform the customer")
                .zeebeJobType(type).zeebeInput("Hello", "subject").zeebeInput("Good morning.", "body")
                .zeebeInput("ada@guest.example", "recipient");
        for (int i = 0; i < inputs.length; i += 2) {
            task = task.zeebeInput(inputs[i + 1], inputs[i]);
        }
        return Bpmn.convertToString(task.endEvent("done").done());
    }

    private static void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }
}
