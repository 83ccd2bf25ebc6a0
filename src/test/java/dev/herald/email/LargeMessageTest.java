package dev.herald.email;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.email.smtp.FaultySmtpServer;
import dev.herald.email.smtp.FaultySmtpServer.Fault;
import dev.herald.email.smtp.FaultySmtpServer.Step;
import dev.herald.message.Outcome;
import dev.herald.message.ProviderReply;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A message larger than what the network holds: the server sees its beginning while its end is not written. */
class LargeMessageTest {
    private static final String BODY = "0123456789abcdef\r\n".repeat(700_000);

    private final FaultySmtpServer server = FaultySmtpServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void isUnavailableWhenTheServerHangsUpOrStopsReadingBeforeTheFinalDot() {
        for (Fault fault : List.of(new Fault.Drop(), new Fault.Reset(), new Fault.Hang())) {
            server.fail(Step.CONTENT, fault);
            assertThat(send(Duration.ofSeconds(fault instanceof Fault.Hang ? 3 : 30))).isInstanceOfSatisfying(
                    Outcome.Unavailable.class,
                    unavailable -> assertThat(unavailable.reason()).endsWith("(the transfer of the message)"));
        }
        server.heal();
        assertThat(send(Duration.ofSeconds(30))).isInstanceOf(Outcome.Accepted.class);
        assertThat(server.accepted()).hasSize(1);
    }

    @Test
    void hearsTheServerSayNoBeforeTheFinalDot() {
        server.fail(Step.CONTENT, new Fault.Reply("421 4.3.1 no room"));

        assertThat(send(Duration.ofSeconds(30))).isEqualTo(new Outcome.Unavailable(
                "herald.smtp.presets.default: the server answered 421 4.3.1, the mail system is full (the transfer of the message)",
                Duration.ZERO, true, new ProviderReply("421 4.3.1", "no room")));
        assertThat(server.accepted()).isEmpty();
    }

    @Test
    void bringsEveryDotThatBeginsALine() {
        String body = ".\r\n..\r\n.x\r\n\r\nx.\r\n".repeat(5000);
        try (Mailer mailer = Mailer.with(Presets.on(server.port()))) {
            assertThat(mailer.send(Emails.email().body(body))).isInstanceOf(Outcome.Accepted.class);
        }
        assertThat(server.accepted()).singleElement()
                .satisfies(message -> assertThat(message.content()).endsWith("\r\n\r\n" + body));
    }

    private Outcome send(Duration deadline) {
        try (Mailer mailer = Mailer.with(Presets.on(server.port()).sendDeadline(deadline))) {
            return mailer.send(Emails.email().body(BODY));
        }
    }
}
