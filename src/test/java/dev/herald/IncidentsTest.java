package dev.herald;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camunda.client.api.command.ClientException;
import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.model.bpmn.BpmnModelInstance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator finds when something is stuck, and does with the engine's commands. */
class IncidentsTest {
    private static final int MANY = 12;
    private static final String CLOSED = "herald.smtp.presets.closed";
    private static RunningHerald herald;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        herald = new RunningHerald(folder, Map.of("herald.patience", "3s",
                CLOSED + ".host", "127.0.0.1", CLOSED + ".port", "1", CLOSED + ".security", "none",
                CLOSED + ".sender", "closed@acme.example"));
    }

    @AfterAll
    static void stop() throws IOException {
        herald.close();
    }

    @Test
    void areOneGroupForOneOutage() {
        assertThat(texts("outage", i -> Map.of("smtpAuthPreset", "closed"))).singleElement().asString()
                .startsWith(CLOSED + ": ").contains("127.0.0.1:1", "Waited for herald.patience");
    }

    @Test
    void areOneGroupWhereAServerKeepsSayingLater() {
        assertThat(texts("full", i -> Map.of("recipient", "full@c" + i + ".example"))).singleElement().asString()
                .contains("452 4.2.2");
    }

    @Test
    void areOneGroupWhereAnswersAreLost() {
        assertThat(texts("lost", i -> Map.of("recipient", "message-lost@c" + i + ".example"))).singleElement()
                .asString()
                .startsWith("Unconfirmed: ").contains("Message-ID", "heraldIncident", "onUnconfirmed");
    }

    @Test
    void areOneGroupForOneRefusal() {
        assertThat(texts("refused", i -> Map.of("recipient", "unknown@c" + i + ".example"))).singleElement().asString()
                .contains("RECIPIENT_REJECTED");
    }

    @Test
    void areOneGroupForOneMissingSetting() {
        assertThat(texts("preset", i -> Map.of("smtpAuthPreset", "crm"))).singleElement().asString()
                .contains("herald.smtp.presets.crm");
    }

    @Test
    void areRetriedByRaisingTheJobsRetriesAndThenResolving() {
        long instance = herald.start(task("stuck"), email(Map.of("smtpAuthPreset", "crm")));
        herald.incident(instance);
        RunningHerald.Incident incident = herald.latestIncident(instance);

        assertThatThrownBy(() -> resolve(incident)).isInstanceOf(ClientException.class)
                .hasMessageContaining("no retries left");
        set(incident, Map.of("smtpAuthPreset", "default"));
        herald.client().newUpdateRetriesCommand(incident.jobKey()).retries(1).send().join();
        resolve(incident);

        herald.assertThatCompleted(instance);
    }

    @Test
    void ofAnUncaughtRefusalAreResolvedOnceTheInputIsSetOnTheTasksInstance() {
        long instance = herald.start(task("mended"), email(Map.of("recipient", "unknown@mended.example")));
        herald.incident(instance);
        RunningHerald.Incident incident = herald.latestIncident(instance);

        set(incident, Map.of("recipient", "ann@mended.example"));
        resolve(incident);

        herald.assertThatCompleted(instance);
    }

    @Test
    void areCountedInMetricsThatSayWhatTheyAre() throws IOException {
        herald.incident(herald.start(task("counted"), email(Map.of("recipient", "unknown@counted.example"))));

        String metrics = herald.metrics();
        assertThat(metrics.lines().filter(line -> line.startsWith("# HELP herald_")))
                .isNotEmpty().allMatch(line -> line.matches("# HELP \\S+ \\S.*"));
        assertThat(metrics)
                .containsPattern("herald_outcomes_total\\{action=\"smtp_send_email\",code=\"RECIPIENT_REJECTED\","
                        + "outcome=\"refused\",route=\"herald.smtp.presets.default\"}");
    }

    private static void set(RunningHerald.Incident incident, Map<String, Object> variables) {
        herald.client().newSetVariablesCommand(incident.elementInstanceKey()).variables(variables).local(true).send()
                .join();
    }

    private static void resolve(RunningHerald.Incident incident) {
        herald.client().newResolveIncidentCommand(incident.key()).send().join();
    }

    /** The texts of the incidents of many instances, each once. */
    private static List<String> texts(String process, IntFunction<Map<String, Object>> different) {
        List<Long> instances = IntStream.range(0, MANY)
                .mapToObj(i -> herald.start(task(process), email(different.apply(i)))).toList();
        return instances.stream().map(herald::incident).distinct().toList();
    }

    private static Map<String, Object> email(Map<String, Object> different) {
        Map<String, Object> email = new HashMap<>(
                Map.of("recipient", "ann@example.com", "subject", "Hello", "body", "World"));
        email.putAll(different);
        return email;
    }

    private static BpmnModelInstance task(String process) {
        return Bpmn.createExecutableProcess(process).startEvent()
                .serviceTask("task", task -> task.zeebeJobType("smtp_send_email").zeebeInput("=recipient", "recipient"))
                .endEvent().done();
    }
}
