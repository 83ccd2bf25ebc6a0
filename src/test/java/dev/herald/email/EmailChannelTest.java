package dev.herald.email;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.email.smtp.FaultySmtpServer;
import dev.herald.message.Channel.Preparation;
import dev.herald.message.Delivery;
import dev.herald.message.ErrorCode;
import dev.herald.message.Outcome;
import dev.herald.message.ProviderReply;
import dev.herald.message.Progress;
import dev.herald.message.Recipient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmailChannelTest {
    private final FaultySmtpServer server = FaultySmtpServer.start();
    private Mailer mailer = Mailer.with(Presets.on(server.port()));

    @AfterEach
    void close() {
        mailer.close();
        server.close();
    }

    @Test
    void sendsAnEmailToEveryoneOnce() {
        Outcome outcome = mailer
                .send(Emails.email().to("Ann <ann@example.com>, bob@example.com", "").cc("ANN@example.com")
                        .bcc("eve@example.com", "bob@EXAMPLE.com"));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Accepted.class, accepted -> {
            assertThat(accepted.messageId()).matches("<herald\\.2251799813685249\\.[0-9a-f]{16}@acme\\.example>");
            assertThat(accepted.details()).isEmpty();
        });
        assertThat(server.accepted()).singleElement().satisfies(message -> {
            assertThat(message.mailFrom()).isEqualTo("no-reply@acme.example");
            assertThat(message.recipients()).containsExactly("ann@example.com", "bob@example.com", "eve@example.com");
            assertThat(message.content()).doesNotContain("eve@").doesNotContainIgnoringCase("bcc")
                    .contains(((Outcome.Accepted) outcome).messageId());
        });
    }

    @Test
    void tellsGuardrailsWhoWouldReceiveIt() {
        Delivery delivery = mailer.delivery(Emails.email().to("Jürgen@Bücher.example").bcc("eve@example.com").build());

        assertThat(delivery.recipients()).containsExactly(
                new Recipient.Mailbox("recipient", "Jürgen@Bücher.example", "xn--bcher-kva.example"),
                new Recipient.Mailbox("bcc", "eve@example.com", "example.com"));
        assertThat(delivery.units()).isEqualTo(1);
        assertThat(delivery.route().setting()).isEqualTo("herald.smtp.presets.default");
        assertThat(delivery.search(Instant.EPOCH)).isEqualTo(new Delivery.Search.NotFound());
        assertThat(delivery.assumeAccepted(Progress.NONE).messageId()).startsWith("<herald.2251799813685249.");
    }

    @Test
    void goesThroughThePresetThatIsNamed() {
        mailer.close();
        mailer = Mailer.with(Map.of("default", Presets.on(1).build(), "shop", Presets.on(server.port()).build()));

        assertThat(mailer.send(Emails.email().preset("shop"))).isInstanceOf(Outcome.Accepted.class);
        assertThat(mailer.send(Emails.email())).isInstanceOf(Outcome.Unavailable.class);
    }

    @Test
    void goesThroughTheOnlyPresetWhenNoneIsNamed() {
        mailer.close();
        mailer = Mailer.with(Map.of("shop", Presets.on(server.port()).build()));

        assertThat(mailer.send(Emails.email())).isInstanceOf(Outcome.Accepted.class);
        assertThat(mailer.send(Emails.email().preset(""))).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void isMisconfiguredWithoutThePreset() {
        assertThat(mailer.send(Emails.email().preset("shop"))).isEqualTo(new Outcome.Misconfigured(
                "smtpAuthPreset: there is no herald.smtp.presets.shop. Configured: default."
                        + " Configure it, or name another one."));
        assertThat(mailer.send(Emails.email().preset("Ann <ann@example.com>"))).isEqualTo(new Outcome.Misconfigured(
                "smtpAuthPreset: there is no herald.smtp.presets.* of the name given. Configured: default."
                        + " Configure it, or name another one."));
        try (Mailer two = Mailer.with(Map.of("shop", Presets.on(1).build(), "billing", Presets.on(1).build()));
                Mailer none = Mailer.with(Map.of())) {
            assertThat(two.send(Emails.email()))
                    .isEqualTo(new Outcome.Misconfigured("smtpAuthPreset: none is named, and there"
                            + " is no herald.smtp.presets.default. Configured: billing, shop. Configure it, or name another one."));
            assertThat(none.send(Emails.email()))
                    .isEqualTo(new Outcome.Misconfigured("smtpAuthPreset: none is named, and there"
                            + " is no herald.smtp.presets.default. None is configured. Configure it, or name another one."));
        }
    }

    @Test
    void sendsOnlyAsThePresetAllows() {
        mailer.close();
        mailer = Mailer.with(Presets.on(server.port()).allowedSenders("Sales@acme.example"));

        assertThat(mailer.send(Emails.email().sender("Anyone <sales@ACME.example>")))
                .isInstanceOf(Outcome.Accepted.class);
        assertThat(mailer.send(Emails.email().sender("no-reply@acme.example"))).isInstanceOf(Outcome.Accepted.class);
        assertThat(mailer.send(Emails.email().sender("ceo@acme.example")))
                .isEqualTo(new Outcome.Refused(ErrorCode.NOT_ALLOWED,
                        "sender: is not among herald.smtp.presets.default.allowed-senders"));
        assertThat(server.accepted()).extracting(FaultySmtpServer.Received::mailFrom).containsExactly(
                "sales@acme.example",
                "no-reply@acme.example");
    }

    @Test
    void checksEveryInputBeforeAnyConnection() {
        for (Emails wrong : List.of(Emails.email().to(""), Emails.email().to("ann"), Emails.email().cc("ann"),
                Emails.email().bcc("ann"), Emails.email().replyTo("ann"), Emails.email().sender("ann"),
                Emails.email().subject("a\nb"), Emails.email().headers(Map.of("Bcc", "x")))) {
            assertThat(mailer.prepare(wrong.build())).isInstanceOfSatisfying(Preparation.NotSendable.class,
                    no -> assertThat(no.outcome()).isInstanceOfSatisfying(Outcome.Refused.class,
                            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REQUEST)));
        }
        assertThat(server.connections()).isZero();
    }

    @Test
    void usesSmtpUtf8OnlyWhereItIsNeededAndOffered() {
        assertThat(mailer.send(Emails.email().to("jürgen@bücher.example"))).isEqualTo(new Outcome.Refused(
                ErrorCode.RECIPIENT_REJECTED,
                "recipient: has characters beyond ASCII before the at sign, but the server does not offer SMTPUTF8"));
        assertThat(mailer.send(Emails.email().to("ann@bücher.example"))).isInstanceOf(Outcome.Accepted.class);

        server.offer("SMTPUTF8");
        mailer.close();
        mailer = Mailer.with(Presets.on(server.port()));
        assertThat(mailer.send(Emails.email().to("jürgen@bücher.example"))).isInstanceOf(Outcome.Accepted.class);
        assertThat(mailer.send(Emails.email())).isInstanceOf(Outcome.Accepted.class);

        assertThat(server.accepted()).extracting(FaultySmtpServer.Received::recipients).containsExactly(
                List.of("ann@xn--bcher-kva.example"), List.of("jürgen@xn--bcher-kva.example"),
                List.of("ann@example.com"));
        assertThat(server.accepted().get(1).content()).contains("To: jürgen@xn--bcher-kva.example\r\n");
        assertThat(server.commands()).filteredOn(line -> line.startsWith("MAIL")).containsExactly(
                "MAIL FROM:<no-reply@acme.example>", "MAIL FROM:<no-reply@acme.example> BODY=8BITMIME SMTPUTF8",
                "MAIL FROM:<no-reply@acme.example>");
    }

    @Test
    void knowsWhoWasRefusedAlsoWhereTheAnswerToTheMessageIsLost() throws Exception {
        try (FaultySmtpServer server = FaultySmtpServer.start().refuse("bob@example.com", "550 5.1.1 no")
                .fail(FaultySmtpServer.Step.END_OF_DATA, new FaultySmtpServer.Fault.Drop());
                Mailer mailer = Mailer.with(Presets.on(server.port()))) {
            assertThat(mailer.send(Emails.email().to("ann@example.com, bob@example.com")))
                    .isInstanceOfSatisfying(Outcome.Unconfirmed.class, unconfirmed -> assertThat(unconfirmed.details())
                            .isEqualTo(Map.of("rejectedRecipients", List.of("bob@example.com"))));
        }
    }

    @Test
    void leavesOutABccThatTheServerCanNotBeTold() {
        Emails email = Emails.email().to("ann@example.com", "gone@example.com")
                .bcc("jürgen@bücher.example", "eve@example.com");
        server.refuse("gone@example.com", "550 5.1.1 no");

        assertThat(mailer.send(email)).isInstanceOfSatisfying(Outcome.Accepted.class,
                accepted -> assertThat(accepted.details()).isEqualTo(
                        Map.of("rejectedRecipients", List.of("gone@example.com", "jürgen@bücher.example"))));
        server.offer("SMTPUTF8");
        mailer.close();
        mailer = Mailer.with(Presets.on(server.port()));
        assertThat(mailer.send(email)).isInstanceOfSatisfying(Outcome.Accepted.class, accepted -> assertThat(
                accepted.details()).isEqualTo(Map.of("rejectedRecipients", List.of("gone@example.com"))));

        assertThat(server.accepted()).extracting(FaultySmtpServer.Received::recipients).containsExactly(
                List.of("ann@example.com", "eve@example.com"),
                List.of("ann@example.com", "jürgen@xn--bcher-kva.example", "eve@example.com"));
        assertThat(server.commands()).filteredOn(line -> line.startsWith("MAIL")).containsExactly(
                "MAIL FROM:<no-reply@acme.example>", "MAIL FROM:<no-reply@acme.example> BODY=8BITMIME SMTPUTF8");
    }

    @Test
    void isRejectedWhereNobodyIsLeftBesideABccThatTheServerCanNotBeTold() {
        server.refuse("ann@example.com", "550 5.1.1 no");

        assertThat(mailer.send(Emails.email().bcc("jürgen@bücher.example"))).isEqualTo(new Outcome.Refused(
                ErrorCode.RECIPIENT_REJECTED, "recipient: the server answered 550 5.1.1, no such mailbox",
                new ProviderReply("550 5.1.1", "no")));
        assertThat(server.accepted()).isEmpty();
    }

    @Test
    void sendsNoHeaderThatTheServerCanNotTake() {
        String reason = "has characters beyond ASCII before the at sign, but the server does not offer SMTPUTF8";

        assertThat(mailer.send(Emails.email().to("ann@example.com", "jürgen@example.com"))).isEqualTo(
                new Outcome.Refused(ErrorCode.RECIPIENT_REJECTED, "recipient[1]: " + reason));
        assertThat(mailer.send(Emails.email().cc("jürgen@example.com"))).isEqualTo(
                new Outcome.Refused(ErrorCode.RECIPIENT_REJECTED, "cc: " + reason));
        assertThat(mailer.send(Emails.email().replyTo("jürgen@example.com"))).isEqualTo(
                new Outcome.Refused(ErrorCode.MESSAGE_REJECTED, "replyTo: " + reason));
        assertThat(server.accepted()).isEmpty();
    }

    @Test
    void sendsNothingThatTheServerSaysIsTooLarge() {
        server.offer("SIZE 1000");

        assertThat(mailer.send(Emails.email())).isInstanceOf(Outcome.Accepted.class);
        assertThat(mailer.send(Emails.email().body("x".repeat(2000)))).isInstanceOfSatisfying(Outcome.Refused.class,
                refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.MESSAGE_REJECTED);
                    assertThat(refused.reason()).startsWith("body: ").endsWith("takes at most 1000");
                });
        assertThat(server.accepted()).hasSize(1);
        assertThat(server.commands()).filteredOn(line -> line.startsWith("MAIL")).singleElement().asString()
                .matches("MAIL FROM:<no-reply@acme.example> SIZE=[0-9]+");
    }

    @Test
    void isUnavailableWhereNobodyListensOrNobodyHasTheName() {
        try (Mailer closed = Mailer.with(Presets.on(1));
                Mailer lost = Mailer.with(Presets.on(25).host("no-such-host.invalid"))) {
            assertThat(closed.send(Emails.email())).isEqualTo(new Outcome.Unavailable(
                    "herald.smtp.presets.default: localhost:1 can't be reached: the connection was refused",
                    Duration.ZERO));
            assertThat(lost.send(Emails.email())).isEqualTo(new Outcome.Unavailable(
                    "herald.smtp.presets.default: no-such-host.invalid:25 can't be reached: the name is unknown",
                    Duration.ZERO));
        }
    }

    @Test
    void transfersDotsAndLongTextsUnchanged() {
        String body = ".\r\n..\r\n.x\r\n" + "0123456789abcdef .\r\n.\r\n".repeat(100_000);

        assertThat(mailer.send(Emails.email().body(body))).isInstanceOf(Outcome.Accepted.class);
        assertThat(server.accepted()).singleElement()
                .satisfies(message -> assertThat(message.content()).endsWith(body));
    }
}
