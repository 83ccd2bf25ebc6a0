package dev.herald.email;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.email.smtp.FaultySmtpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.Status;

class SmtpHealthTest {
    private final FaultySmtpServer server = FaultySmtpServer.start().offer("AUTH PLAIN");
    private final Mailer mailer = Mailer.with(Presets.on(server.port()).login("user", "secret"));
    private final SmtpHealth health = new SmtpHealth(mailer.account("default"));

    @AfterEach
    void close() {
        mailer.close();
        server.close();
    }

    @Test
    void isUpWhenTheServerLetsHeraldIn() {
        assertThat(health.health()).isEqualTo(Health.up().build());
        assertThat(server.commands()).anyMatch(line -> line.startsWith("AUTH"))
                .noneMatch(line -> line.startsWith("MAIL"));
    }

    @Test
    void isDownWhenTheServerDoesNot() {
        server.credentials((mechanism, response) -> false);

        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.health().getDetails().get("problem")).asString()
                .startsWith("herald.smtp.presets.default: the server refused the login").doesNotContain("secret");
    }

    @Test
    void asksTheServerOnlyNowAndThen() {
        for (int i = 0; i < 10; i++) {
            health.health();
        }
        assertThat(server.connections()).isEqualTo(1);
    }
}
