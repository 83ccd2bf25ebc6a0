package dev.herald.email;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.RunningHerald;
import dev.herald.email.smtp.FaultySmtpServer;
import dev.herald.email.smtp.FaultySmtpServer.Received;
import io.camunda.zeebe.model.bpmn.Bpmn;
import io.camunda.zeebe.model.bpmn.BpmnModelInstance;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several recipients, through the engine and the ledger: nobody is lost, and nobody gets it twice. */
class SomeRecipientsInAProcessTest {
    private static final String ANN = "ann@example.com";
    private static final String BOB = "bob@example.com";
    private static final BpmnModelInstance PROCESS = Bpmn.createExecutableProcess("several").startEvent()
            .serviceTask("task", task -> task.zeebeJobType("smtp_send_email")
                    .zeebeOutputExpression("emailResult.status", "status")
                    .zeebeOutputExpression("emailResult.rejectedRecipients", "rejected"))
            .endEvent().done();

    private final FaultySmtpServer server = FaultySmtpServer.start().pipelining(true);
    private RunningHerald herald;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        herald = new RunningHerald(folder,
                Map.of("herald.smtp.presets.default.port", server.port(), "herald.patience", "3s"));
    }

    @AfterEach
    void stop() throws IOException {
        herald.close();
        server.close();
    }

    @Test
    void aGreylistedRecipientGetsItLaterAndAlone() {
        server.refuse(BOB, "451 4.7.1 greylisted");
        long instance = start(Map.of("recipient", List.of(ANN, BOB)));
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !herald.failures(instance).isEmpty());
        server.heal();

        herald.assertThatCompleted(instance).hasVariableWithValue("status", "sent")
                .hasVariableWithValue("rejected", null)
                .hasNoIncidents();
        assertThat(recipients()).containsExactly(List.of(ANN), List.of(BOB));
        assertThat(herald.failures(instance)).as("retries left").containsOnly(3);
    }

    @Test
    void whoIsRefusedUntilPatienceIsOverStandsInTheResult() {
        server.refuse(BOB, "451 4.7.1 greylisted");
        long instance = start(Map.of("recipient", List.of(ANN, BOB)));

        herald.assertThatCompleted(instance).hasVariableWithValue("status", "sent")
                .hasVariableWithValue("rejected", List.of(BOB)).hasNoIncidents();
        assertThat(recipients()).containsExactly(List.of(ANN));
    }

    @Test
    void whoRetriesTheIncidentOfARefusalHasEveryoneTriedWhoHasNothing() {
        server.refuse(ANN, "550 5.1.1 unknown").refuse(BOB, "451 4.7.1 greylisted");
        long instance = start(Map.of("recipient", List.of(ANN, BOB), "cc", "eve@example.com"));
        assertThat(herald.incident(instance))
                .contains("recipient: the server took the message for none, though for copies");
        server.heal();
        herald.retryIncident(instance, Map.of());

        herald.assertThatCompleted(instance).hasVariableWithValue("status", "sent").hasVariableWithValue("rejected",
                null);
        assertThat(recipients()).containsExactly(List.of("eve@example.com"), List.of(ANN, BOB));
    }

    @Test
    void allGetItAtOnceWhereTheServerTakesTenATime() {
        server.limitRecipients(10, "452 4.5.3 too many recipients");
        List<String> everyone = IntStream.range(0, 25).mapToObj(i -> "reader" + i + "@example.com").toList();
        long instance = start(Map.of("recipient", everyone));

        herald.assertThatCompleted(instance).hasVariableWithValue("rejected", null);
        assertThat(recipients().stream().flatMap(List::stream)).containsExactlyElementsOf(everyone);
        assertThat(herald.failures(instance)).isEmpty();
    }

    @Test
    void aCorrectedAddressGetsItAndTheCopyIsNotSentAgain() {
        server.refuse(ANN, "550 5.1.1 unknown");
        long instance = start(Map.of("recipient", ANN, "cc", BOB));
        assertThat(herald.incident(instance)).contains("recipient: the server answered 550 5.1.1, no such mailbox");
        herald.retryIncident(instance, Map.of("recipient", "anne@example.com"));

        herald.assertThatCompleted(instance).hasVariableWithValue("status", "sent").hasVariableWithValue("rejected",
                null);
        assertThat(recipients()).containsExactly(List.of(BOB), List.of("anne@example.com"));
    }

    private long start(Map<String, Object> variables) {
        Map<String, Object> all = new TreeMap<>(Map.of("subject", "Hello", "body", "World"));
        all.putAll(variables);
        return herald.start(PROCESS, all);
    }

    private List<List<String>> recipients() {
        return server.accepted().stream().map(Received::recipients).toList();
    }
}
