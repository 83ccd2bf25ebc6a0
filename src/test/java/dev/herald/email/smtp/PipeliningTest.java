package dev.herald.email.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.email.Emails;
import dev.herald.email.Mailer;
import dev.herald.email.Presets;
import dev.herald.email.smtp.FaultySmtpServer.Fault;
import dev.herald.email.smtp.FaultySmtpServer.Step;
import dev.herald.message.ErrorCode;
import dev.herald.message.Outcome;
import dev.herald.message.ProviderReply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** RFC 2920. */
class PipeliningTest {
    private final FaultySmtpServer server = FaultySmtpServer.start().pipelining(true);
    private final Mailer mailer = Mailer.with(Presets.on(server.port()).readTimeout(Duration.ofSeconds(1)));

    @AfterEach
    void close() {
        mailer.close();
        server.close();
    }

    @Test
    void takesTwoRoundTripsForAMessage() {
        assertThat(send()).isInstanceOf(Outcome.Accepted.class);
        int before = server.waits();
        for (int i = 0; i < 10; i++) {
            assertThat(send()).isInstanceOf(Outcome.Accepted.class);
        }

        // the server notes its wait for a command after its answer to the one before
        assertThat(server.waits() - before).isLessThanOrEqualTo(2 * 10 + 1);
    }

    @Test
    void sendsALoneDotWhenTheServerWantsAMessageForNobody() {
        server.refuse("ann@example.com", "550 5.1.1 no").fail(Step.DATA, new Fault.Reply("354 go ahead"), 1);

        assertThat(send()).isEqualTo(new Outcome.Refused(ErrorCode.RECIPIENT_REJECTED,
                "recipient: the server answered 550 5.1.1, no such mailbox", new ProviderReply("550 5.1.1", "no")));
        server.heal();
        assertThat(send()).isInstanceOf(Outcome.Accepted.class);
        assertThat(server.accepted()).hasSize(1);
        assertThat(server.connections()).isEqualTo(1);
        assertThat(server.commands()).doesNotContain("RSET");
    }

    @Test
    void sendsNoEmptyMessageWhenTheSenderIsRefusedAndTheServerTakesTheRest() {
        server.fail(Step.MAIL, new Fault.Reply("553 5.1.8 no"), 1).fail(Step.RCPT, new Fault.Reply("250 ok"), 1)
                .fail(Step.DATA, new Fault.Reply("354 go ahead"), 1);

        assertThat(send()).isEqualTo(new Outcome.Refused(ErrorCode.MESSAGE_REJECTED,
                "sender: the server answered 553 5.1.8, the sender's domain does not exist",
                new ProviderReply("553 5.1.8", "no")));
        assertThat(server.accepted()).isEmpty();
        server.heal();
        assertThat(send()).isInstanceOf(Outcome.Accepted.class);
        assertThat(server.accepted()).hasSize(1);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void sendsToThoseWhoWereNotRefused() {
        server.refuse("bob@example.com", "550 5.1.1 no").refuse("eve@example.com", "552 5.2.2 full");

        Outcome outcome = mailer
                .send(Emails.email().to("ann@example.com", "bob@example.com", "cid@example.com")
                        .bcc("eve@example.com"));

        assertThat(((Outcome.Accepted) outcome).details())
                .isEqualTo(Map.of("rejectedRecipients", List.of("bob@example.com", "eve@example.com")));
        assertThat(server.accepted()).singleElement().extracting(FaultySmtpServer.Received::recipients)
                .isEqualTo(List.of("ann@example.com", "cid@example.com"));
    }

    @Test
    void isUnavailableWhenTheServerShutsDownAmongTheRecipients() {
        server.refuse("bob@example.com", "421 4.3.2 shutting down");

        assertThat(mailer.send(Emails.email().to("ann@example.com", "bob@example.com")))
                .isInstanceOf(Outcome.Unavailable.class);
        assertThat(server.accepted()).isEmpty();
    }

    @Test
    void knowsTheRefusalEvenIfTheServerHangsUpAfterIt() {
        server.refuse("ann@example.com", "550 5.1.1 no").fail(Step.DATA, new Fault.Drop());

        assertThat(send()).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void goesOneByOneWithAServerThatLosesWhatItDidNotExpect() {
        server.losingPipelinedInput();

        assertThat(send()).isInstanceOf(Outcome.Accepted.class);
        assertThat(send()).isInstanceOf(Outcome.Accepted.class);
        assertThat(server.accepted()).hasSize(2);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void goesOneByOneWithAServerThatLosesCountOfTheCommands() {
        server.fail(Step.RCPT, new Fault.Reply("503 5.5.1 MAIL first"), 1);

        assertThat(send()).isInstanceOf(Outcome.Accepted.class);
        assertThat(server.accepted()).hasSize(1);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void sendsToMoreRecipientsThanAServersBufferMayHold() {
        String[] everyone = IntStream.range(0, 1000).mapToObj(i -> "reader" + i + "@example.com")
                .toArray(String[]::new);

        assertThat(mailer.send(Emails.email().to(everyone))).isInstanceOf(Outcome.Accepted.class);
        assertThat(server.accepted()).singleElement()
                .satisfies(message -> assertThat(message.recipients()).containsExactly(everyone));
    }

    private Outcome send() {
        return mailer.send(Emails.email());
    }
}
