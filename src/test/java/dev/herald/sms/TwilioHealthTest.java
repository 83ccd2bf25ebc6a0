package dev.herald.sms;

import static dev.herald.sms.FaultyTwilio.reply;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.Status;

class TwilioHealthTest {
    private FaultyTwilio twilio;
    private SmsSenders senders;
    private Duration now = Duration.ZERO;

    @BeforeEach
    void start() throws IOException {
        twilio = new FaultyTwilio().onGet(reply(200, "", "{\"status\": \"active\"}"));
        senders = new SmsSenders(Senders.oneAt(twilio.url()).settings(), InstantSource.system());
    }

    @AfterEach
    void stop() {
        senders.close();
        twilio.close();
    }

    private TwilioHealth health() {
        TwilioSender sender = senders.find(null).orElseThrow();
        return new TwilioHealth(sender.account(), () -> now.toNanos());
    }

    @Test
    void isUpWhileTheAccountIsActive() {
        assertThat(health().health().getStatus()).isEqualTo(Status.UP);
        assertThat(twilio.gets().getFirst().target())
                .isEqualTo("/2010-04-01/Accounts/" + Senders.ACCOUNT_SID + ".json");
        assertThat(twilio.posts()).isEmpty();
    }

    @Test
    void asksForTheMessagesWhereAnApiKeyMayNotSeeTheAccount() {
        useApiKey();
        assertThat(health().health().getStatus()).isEqualTo(Status.UP);
        assertThat(twilio.gets().getFirst().target())
                .isEqualTo("/2010-04-01/Accounts/" + Senders.ACCOUNT_SID + "/Messages.json?PageSize=1");
    }

    private void useApiKey() {
        senders.close();
        senders = new SmsSenders(Senders.oneAt(twilio.url()).without("auth-token")
                .with("api-key", "SK" + "0".repeat(32)).with("api-secret", "s").settings(), InstantSource.system());
    }

    @ParameterizedTest
    @CsvSource({"401, 70051", "403, 70051", "403, 20003"})
    void isUpWhereARestrictedKeyMayNotReadMessages(int status, int code) {
        useApiKey();
        twilio.onGet(reply(status, "", "{\"code\": " + code + "}"));
        Health health = health().health();
        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getDetails().get("restriction")).asString().contains("may not read messages");
    }

    @Test
    void isDownWhereAnApiKeyIsWrong() {
        useApiKey();
        twilio.onGet(reply(401, "", "{\"code\": 20003}"));
        assertThat(health().health().getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void asksAtMostOnceAMinute() {
        TwilioHealth health = health();
        health.health();
        twilio.onGet(reply(500, "", ""));
        now = now.plusSeconds(59);
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        assertThat(twilio.gets()).hasSize(1);
        now = now.plusSeconds(2);
        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(twilio.gets()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"200, suspended, the account is suspended", "200, closed, the account is closed",
            "401, , Twilio refused the credentials (HTTP 401)", "403, , Twilio refused the credentials (HTTP 403)",
            "404, , Twilio answered HTTP 404", "503, , Twilio answered HTTP 503"})
    void isDownWithTheProblem(int status, String account, String problem) {
        twilio.onGet(reply(status, "", "{\"status\": \"" + account + "\"}"));
        Health health = health().health();
        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.getDetails()).containsEntry("problem", problem);
    }

    @Test
    void isDownWhenTwilioCannotBeReached() {
        twilio.close();
        assertThat(health().health().getStatus()).isEqualTo(Status.DOWN);
    }
}
