package dev.herald.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.email.smtp.FaultySmtpServer;
import dev.herald.email.smtp.FaultySmtpServer.Fault;
import dev.herald.email.smtp.FaultySmtpServer.Step;
import dev.herald.message.Attempt;
import dev.herald.message.HandoverMark;
import dev.herald.message.HandoverMark.NotNotedException;
import dev.herald.message.Outcome;
import dev.herald.message.Progress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The point of no return is noted before the final dot, and only there. */
class HandoverMarkTest {
    private final FaultySmtpServer server = FaultySmtpServer.start();
    private final Mailer mailer = Mailer.with(Presets.on(server.port()));
    private final AtomicInteger marks = new AtomicInteger();

    @AfterEach
    void close() {
        mailer.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1_000_000})
    void isSetBeforeTheServerCanTakeTheMessage(int size) {
        Outcome outcome = send(Emails.email().body("x".repeat(size)), before -> {
            assertThat(before).isEqualTo(Progress.NONE);
            assertThat(server.accepted()).isEmpty();
            marks.incrementAndGet();
        });

        assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
        assertThat(marks).hasValue(1);
        assertThat(server.accepted()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1_000_000})
    void keepsTheMessageBackWhereItIsNotNoted(int size) {
        Outcome outcome = send(Emails.email().body("x".repeat(size)), before -> {
            throw new NotNotedException("The ledger is down.", new IllegalStateException());
        });

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Unavailable.class,
                later -> assertThat(later.reason()).isEqualTo("The ledger is down."));
        assertThat(send(Emails.email(), before -> {})).isInstanceOf(Outcome.Accepted.class);
        assertThat(server.accepted()).hasSize(1);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void neverUsesTheConnectionAgainWhereNotingFailsInAnUnexpectedWay() {
        assertThatThrownBy(() -> send(Emails.email(), before -> {
            throw new IllegalStateException();
        })).isInstanceOf(IllegalStateException.class);

        assertThat(send(Emails.email(), before -> {})).isInstanceOf(Outcome.Accepted.class);
        assertThat(server.accepted()).hasSize(1);
        assertThat(server.connections()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL", "RCPT", "DATA"})
    void isNotSetForWhatIsRefusedBefore(Step step) {
        server.fail(step, new Fault.Reply("550 5.7.1 no"));

        assertThat(send(Emails.email(), before -> marks.incrementAndGet())).isInstanceOf(Outcome.Refused.class);
        assertThat(marks).hasValue(0);
    }

    @Test
    void isNotSetWhereTheConnectionBreaksBefore() {
        server.fail(Step.DATA, new Fault.Drop());

        assertThat(send(Emails.email(), before -> marks.incrementAndGet())).isInstanceOf(Outcome.Unavailable.class);
        assertThat(marks).hasValue(0);
    }

    private Outcome send(Emails email, HandoverMark mark) {
        return mailer.delivery(email.build()).send(new Attempt(Progress.NONE, mark)).outcome();
    }
}
