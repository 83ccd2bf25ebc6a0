package dev.herald.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.herald.email.smtp.FaultySmtpServer;
import dev.herald.email.smtp.FaultySmtpServer.Fault;
import dev.herald.email.smtp.FaultySmtpServer.Step;
import dev.herald.message.Outcome;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionReuseTest {
    private final FaultySmtpServer server = FaultySmtpServer.start();
    private Mailer mailer = Mailer.with(Presets.on(server.port()));

    @AfterEach
    void close() {
        mailer.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sendsManyMessagesOverOneConnectionWithoutNeedlessCommands(boolean pipelining) {
        server.pipelining(pipelining);
        for (int i = 0; i < 5; i++) {
            sendAccepted();
        }
        assertThat(server.connections()).isEqualTo(1);
        assertThat(verbs()).containsExactly(Stream
                .concat(Stream.of("EHLO"),
                        Collections.nCopies(5, List.of("MAIL", "RCPT", "DATA")).stream().flatMap(List::stream))
                .toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void resetsTheTransactionOnlyAfterOneThatFailed(boolean pipelining) {
        server.pipelining(pipelining).refuse("ann@example.com", "550 5.1.1 no");
        assertThat(mailer.send(Emails.email())).isInstanceOf(Outcome.Refused.class);
        server.heal();
        sendAccepted();
        sendAccepted();

        assertThat(server.connections()).isEqualTo(1);
        assertThat(verbs()).filteredOn("RSET"::equals).hasSize(1);
    }

    @Test
    void waitsLongerOnceTheServerHasTheMessageAndOnlyThen() {
        server.fail(Step.END_OF_DATA, new Fault.Late(Duration.ofMillis(1300), "250 2.0.0 taken"), 1);
        try (Mailer impatient = Mailer
                .with(Presets.on(server.port()).readTimeout(Duration.ofSeconds(1))
                        .sendDeadline(Duration.ofSeconds(10)))) {
            assertThat(impatient.send(Emails.email())).isInstanceOf(Outcome.Accepted.class);
            assertThat(server.connections()).isEqualTo(1);

            server.fail(Step.MAIL, new Fault.Stall(), 1);
            assertThat(impatient.send(Emails.email())).isInstanceOf(Outcome.Accepted.class);
            assertThat(server.connections()).isEqualTo(2);
        }
        assertThat(server.accepted()).hasSize(2);
    }

    @Test
    void replacesAConnectionThatTheServerClosedMeanwhile() {
        sendAccepted();
        server.dropConnections();
        sendAccepted();

        assertThat(server.accepted()).hasSize(2);
        assertThat(server.connections()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL", "RCPT", "DATA"})
    void replacesAReusedConnectionThatEndsBeforeTheMessageWasHandedOver(Step step) {
        for (Fault fault : List.of(new Fault.Drop(), new Fault.Reset(), new Fault.Garbage(),
                new Fault.Reply("421 4.4.2 idle"))) {
            sendAccepted();
            int before = server.accepted().size();
            server.fail(step, fault, 1);
            sendAccepted();
            assertThat(server.accepted()).hasSize(before + 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"MAIL, 450 4.7.1 no, true", "MAIL, 451 4.4.2 idle for too long, true", "MAIL, 452 4.3.1 full, false",
            "RCPT, 450 4.7.1 no, true", "RCPT, 450 no, false", "DATA, 451 4.3.0 no, true"})
    void triesAFreshConnectionWhereAReusedOneSaysLaterToEverything(Step step, String reply, boolean pipelining) {
        server.pipelining(pipelining);
        sendAccepted();
        server.fail(step, new Fault.Reply(reply), 1);
        sendAccepted();

        assertThat(server.connections()).isEqualTo(2);
        await().untilAsserted(() -> assertThat(server.openConnections()).isEqualTo(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL", "RCPT", "DATA"})
    void believesWhatAFreshConnectionSays(Step step) {
        sendAccepted();
        server.fail(step, new Fault.Reply("450 4.7.1 no"));

        assertThat(mailer.send(Emails.email())).isInstanceOf(Outcome.Deferred.class);
        assertThat(server.connections()).isEqualTo(2);
        assertThat(server.accepted()).hasSize(1);
    }

    @Test
    void doesNotTryAgainAtOnceWhereOnlySomeRecipientsAreRefusedForNow() {
        sendAccepted();
        server.refuse("bob@example.com", "450 4.2.1 busy");

        assertThat(mailer.send(Emails.email().to("ann@example.com", "bob@example.com")))
                .isInstanceOf(Outcome.Deferred.class);
        assertThat(server.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"MAIL, 432 4.3.2 too many connections, 0", "RCPT, 432 4.3.2 too many connections, 0",
            "MAIL, 450 4.3.2 not now, 0", "MAIL, 454 4.7.0 too fast, 1", "MAIL, 451 4.4.5 congested, 1"})
    void doesNotTryAgainAtOnceWhereTheServerWantsLess(Step step, String reply, int stillOpen) {
        sendAccepted();
        server.fail(step, new Fault.Reply(reply));

        assertThat(mailer.send(Emails.email())).isInstanceOfSatisfying(Outcome.Deferred.class,
                later -> assertThat(later.pushback()).isTrue());
        assertThat(server.connections()).isEqualTo(1);
        await().untilAsserted(() -> assertThat(server.openConnections()).as("closed where it may be one too many")
                .isEqualTo(stillOpen));
    }

    @Test
    void replacesAConnectionOverWhichTheServerSaidGoodbyeWhileIdle() {
        server.fail(Step.IDLE, new Fault.Reply("421 4.4.2 idle for too long"), 1);
        sendAccepted();
        await().until(() -> server.openConnections() == 0);
        sendAccepted();

        assertThat(server.accepted()).hasSize(2);
    }

    @Test
    void replacesAReusedConnectionOnlyOnce() {
        sendAccepted();
        server.fail(Step.MAIL, new Fault.Drop());

        assertThat(mailer.send(Emails.email())).isInstanceOf(Outcome.Unavailable.class);
        assertThat(server.connections()).isEqualTo(2);
        assertThat(server.accepted()).hasSize(1);
    }

    @Test
    void neverReplacesAConnectionOnceTheFinalDotIsWritten() {
        sendAccepted();
        server.fail(Step.END_OF_DATA, new Fault.Drop(), 1);

        assertThat(mailer.send(Emails.email())).isInstanceOf(Outcome.Unconfirmed.class);
        assertThat(server.connections()).isEqualTo(1);
        assertThat(server.accepted()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GREETING", "EHLO", "MAIL", "RCPT", "DATA", "END_OF_DATA"})
    void leavesNoConnectionOpenAfterAFault(Step step) {
        server.fail(step, new Fault.Garbage());
        for (int i = 0; i < 5; i++) {
            mailer.send(Emails.email());
        }
        await().untilAsserted(() -> assertThat(server.openConnections()).isZero());
    }

    @Test
    void aHangingPresetDoesNotSlowAnother() {
        mailer.close();
        try (FaultySmtpServer hanging = FaultySmtpServer.start()) {
            hanging.fail(Step.GREETING, new Fault.Stall());
            mailer = Mailer.with(Map.of("hanging", Presets.on(hanging.port()).build(), "default",
                    Presets.on(server.port()).build()));
            Future<Outcome> stuck;
            try (ExecutorService aside = Executors.newVirtualThreadPerTaskExecutor()) {
                stuck = aside.submit(() -> mailer.send(Emails.email().preset("hanging")));
                await().until(() -> hanging.connections() == 1);
                sendAccepted();
                assertThat(stuck).isNotDone();
                hanging.dropConnections();
            }
            assertThat(stuck).succeedsWithin(Duration.ofSeconds(20)).isInstanceOf(Outcome.Unavailable.class);
        }
    }

    @Test
    void closesAConnectionAfterAsManyMessagesAsItMayCarry() {
        mailer.close();
        mailer = Mailer.with(Presets.on(server.port()).maxMessagesPerConnection(2));
        for (int i = 0; i < 5; i++) {
            sendAccepted();
        }

        assertThat(server.connections()).isEqualTo(3);
        await().untilAsserted(() -> assertThat(server.openConnections()).isEqualTo(1));
        assertThat(verbs()).filteredOn("QUIT"::equals).hasSize(2);
    }

    @Test
    void saysGoodbyeToIdleConnectionsWhenItCloses() {
        sendAccepted();
        mailer.close();

        await().untilAsserted(() -> assertThat(verbs()).endsWith("QUIT"));
        await().until(() -> server.openConnections() == 0);
    }

    @Test
    void doesNotCareWhatBecomesOfTheGoodbye() {
        server.fail(Step.QUIT, new Fault.Drop());
        sendAccepted();
        mailer.close();

        await().until(() -> server.openConnections() == 0);
        assertThat(server.accepted()).hasSize(1);
    }

    private void sendAccepted() {
        assertThat(mailer.send(Emails.email())).isInstanceOf(Outcome.Accepted.class);
    }

    private List<String> verbs() {
        return server.commands().stream().map(line -> line.split("[ :]", 2)[0]).toList();
    }
}
