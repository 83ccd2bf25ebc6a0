package dev.herald.email;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.RunningHerald;
import dev.herald.email.smtp.FaultySmtpServer;
import dev.herald.email.smtp.FaultySmtpServer.Fault;
import dev.herald.email.smtp.FaultySmtpServer.Step;
import io.camunda.zeebe.model.bpmn.Bpmn;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server took the message, but the connection broke before it said so: what an operator reads and does. */
class UnconfirmedIncidentTest {
    private final FaultySmtpServer server = FaultySmtpServer.start().fail(Step.END_OF_DATA, new Fault.Drop(), 1);
    private RunningHerald herald;
    private long instance;

    @BeforeEach
    void loseTheReply(@TempDir Path folder) throws IOException {
        herald = new RunningHerald(folder, Map.of("herald.smtp.presets.default.port", server.port()));
        instance = herald.start(
                Bpmn.createExecutableProcess("unconfirmed").startEvent()
                        .serviceTask("task", task -> task.zeebeJobType("smtp_send_email")).endEvent().done(),
                Map.of("recipient", "ann@example.com", "subject", "Hello", "body", "World"));
        assertThat(herald.incident(instance)).startsWith("Unconfirmed: ").contains("onUnconfirmed", "\"resend\"",
                "\"assume-sent\"");
    }

    @AfterEach
    void stop() throws IOException {
        herald.close();
        server.close();
    }

    @Test
    void theIncidentComesBackWhereNothingWasDecided() {
        long first = herald.assertThat(instance).extractingLatestIncident().getIncidentKey();
        herald.retryIncident(instance, Map.of());

        Awaitility.await().pollInSameThread().atMost(Duration.ofSeconds(60))
                .until(() -> herald.assertThat(instance).extractingLatestIncident().getIncidentKey() != first);
        assertThat(server.accepted()).hasSize(1);
    }

    @Test
    void resendsWhereTheOperatorSaysSo() {
        herald.retryIncident(instance, Map.of("onUnconfirmed", "resend"));

        herald.assertThatCompleted(instance);
        assertThat(server.accepted()).as("the first, whose reply was lost, and the operator's").hasSize(2);
    }

    @Test
    void completesWithoutSendingWhereTheOperatorAssumesThatItWasSent() {
        herald.retryIncident(instance, Map.of("onUnconfirmed", "assume-sent"));

        herald.assertThatCompleted(instance);
        assertThat(server.accepted()).hasSize(1);
    }
}
