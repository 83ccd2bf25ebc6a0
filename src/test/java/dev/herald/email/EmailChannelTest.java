package dev.herald.email;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.message.ErrorCode;
import dev.herald.message.Outcome;
import dev.herald.sandbox.LocalSmtpServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmailChannelTest {
    private final LocalSmtpServer server = LocalSmtpServer.start();
    private final Mailer mailer = Mailer.with(Presets.on(server.port()));

    @AfterEach
    void close() {
        mailer.close();
        server.close();
    }

    @Test
    void sendsAnEmailToEveryoneOnce() {
        Outcome outcome = mailer.send(Emails.email().to("Ann <ann@example.com>, bob@example.com").cc("ANN@example.com")
                .bcc("eve@example.com", "bob@EXAMPLE.com"));

        assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
        assertThat(server.mailbox().received()).isEqualTo(1);
    }

    @Test
    void sendsToTheOthersWhenOneRecipientIsRefused() {
        Outcome outcome = mailer.send(Emails.email().to("unknown@example.com", "bob@example.com"));

        assertThat(((Outcome.Accepted) outcome).details())
                .isEqualTo(Map.of("rejectedRecipients", List.of("unknown@example.com")));
    }

    @Test
    void refusesWhenNoRecipientIsLeft() {
        Outcome outcome = mailer.send(Emails.email().to("unknown@example.com"));

        assertThat(outcome).isEqualTo(new Outcome.Refused(ErrorCode.RECIPIENT_REJECTED,
                "recipient[0]: the server answered 550 5.1.1, no such mailbox"));
    }
}
