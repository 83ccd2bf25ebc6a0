package dev.herald.email;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.email.ReportSettings.Request;
import dev.herald.email.report.BounceAddress;
import dev.herald.email.smtp.FaultySmtpServer;
import dev.herald.message.Outcome;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a server is told so that its reports find their way back. */
class ReportingTest {
    private static final BounceAddress BOUNCES = new BounceAddress("bounces@acme.example", true, Mailer.LEDGER);

    private final FaultySmtpServer server = FaultySmtpServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void bouncesGoToATaggedAddressAndReportsAreAskedFor() {
        server.offer("DSN");

        send(new ReportSettings("bounces@acme.example", true, Set.of(Request.FAILURE, Request.DELAY), null));

        long job = Mailer.REF.jobKey();
        assertThat(server.commands()).contains(
                "MAIL FROM:<" + BOUNCES.of(job) + "> RET=HDRS ENVID=" + BOUNCES.tag(job),
                "RCPT TO:<ann+x=y@example.com> NOTIFY=FAILURE,DELAY ORCPT=rfc822;ann+2Bx+3Dy@example.com");
        assertThat(server.accepted().getFirst().content()).contains("From: Acme Shop <no-reply@acme.example>");
    }

    @Test
    void aServerThatOffersNoReportsIsNotAskedForThem() {
        send(new ReportSettings("bounces@acme.example", false, Set.of(Request.FAILURE), null));

        assertThat(server.commands()).contains("MAIL FROM:<bounces@acme.example>", "RCPT TO:<ann+x=y@example.com>");
    }

    @Test
    void withoutSettingsBouncesGoToTheSender() {
        server.offer("DSN");

        send(null);

        assertThat(server.commands()).contains("MAIL FROM:<no-reply@acme.example>", "RCPT TO:<ann+x=y@example.com>");
    }

    private void send(@Nullable ReportSettings reports) {
        try (Mailer mailer = Mailer.with(Presets.on(server.port()).reports(reports))) {
            assertThat(mailer.send(Emails.email().to("ann+x=y@example.com"))).isInstanceOf(Outcome.Accepted.class);
        }
    }
}
