package dev.herald.sms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.message.ErrorCode;
import dev.herald.message.Outcome;
import dev.herald.message.ProviderReply;
import java.time.Duration;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TwilioRepliesTest {
    private static final String SETTING = "herald.sms.senders.default";
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final ProviderReply SAID = new ProviderReply("1", "Twilio's words");

    private static TwilioReplies reply(boolean ownCallback, int status, @Nullable Integer code) {
        return new TwilioReplies(SETTING, SETTING + ".from", ownCallback, status, code, MINUTE, SAID);
    }

    private static Outcome outcome(int status, @Nullable Integer code) {
        return reply(false, status, code).outcome();
    }

    @ParameterizedTest
    @CsvSource({"21211, RECIPIENT_REJECTED, phoneNumber", "21214, RECIPIENT_REJECTED, phoneNumber",
            "21265, RECIPIENT_REJECTED, phoneNumber", "21266, RECIPIENT_REJECTED, phoneNumber",
            "21268, RECIPIENT_REJECTED, phoneNumber", "21408, RECIPIENT_REJECTED, phoneNumber",
            "21610, RECIPIENT_REJECTED, phoneNumber", "21612, RECIPIENT_REJECTED, phoneNumber",
            "21614, RECIPIENT_REJECTED, phoneNumber", "21635, RECIPIENT_REJECTED, phoneNumber",
            "21602, MESSAGE_REJECTED, message", "21605, MESSAGE_REJECTED, message", "21617, MESSAGE_REJECTED, message",
            "21619, MESSAGE_REJECTED, message", "21658, MESSAGE_REJECTED, message",
            "21609, MESSAGE_REJECTED, statusCallback", "21620, MESSAGE_REJECTED, mediaUrls",
            "21623, MESSAGE_REJECTED, mediaUrls", "21624, MESSAGE_REJECTED, validityPeriod",
            "35111, MESSAGE_REJECTED, scheduledAt",
            "35114, MESSAGE_REJECTED, scheduledAt", "35115, MESSAGE_REJECTED, scheduledAt",
            "35117, MESSAGE_REJECTED, scheduledAt",
            "99999, MESSAGE_REJECTED, message"})
    void refusesForGoodNamingTheField(int twilioCode, ErrorCode code, String field) {
        assertThat(outcome(400, twilioCode)).isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused.reason()).startsWith(field + ": ").contains("HTTP 400, code " + twilioCode);
            assertThat(refused.reply()).isEqualTo(SAID);
        });
    }

    @ParameterizedTest
    @CsvSource({"400, 21212, from", "400, 21267, from", "400, 21601, from", "400, 21603, from", "400, 21606, from",
            "400, 21621, from",
            "400, 21659, from", "400, 21660, from", "400, 21661, from", "400, 21608, account-sid",
            "400, 21701, messaging-service-sid", "400, 21703, messaging-service-sid",
            "400, 21704, messaging-service-sid", "400, 21705, messaging-service-sid",
            "400, 35118, messaging-service-sid", "403, 70051, api-key",
            "403, 20003, account-sid",
            "403, , account-sid", "404, 20404, account-sid", "404, , base-url", "405, 20004, base-url",
            "301, , base-url",
            "308, , base-url"})
    void isMisconfiguredNamingTheSetting(int status, @Nullable Integer code, String property) {
        assertThat(outcome(status, code)).isInstanceOfSatisfying(Outcome.Misconfigured.class,
                misconfigured -> assertThat(misconfigured.reason()).startsWith(SETTING + "." + property + ": "));
    }

    @Test
    void blamesTheSettingWhereTwilioCannotCallHeraldItself() {
        assertThat(reply(true, 400, 21609).outcome()).isInstanceOfSatisfying(Outcome.Misconfigured.class,
                misconfigured -> assertThat(misconfigured.reason()).startsWith("herald.sms.callback.public-url: "));
    }

    @Test
    void blamesTheServiceWhereASenderHasNoNumber() {
        Outcome outcome = new TwilioReplies(SETTING, SETTING + ".messaging-service-sid", false, 400, 21606, MINUTE,
                SAID)
                .outcome();
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Misconfigured.class,
                misconfigured -> assertThat(misconfigured.reason()).startsWith(SETTING + ".messaging-service-sid: "));
    }

    @ParameterizedTest
    @ValueSource(ints = {20003, 20005, 99999})
    void isUnavailableWhileCredentialsAreRefused(int code) {
        assertThat(outcome(401, code)).isInstanceOfSatisfying(Outcome.Unavailable.class,
                unavailable -> assertThat(unavailable.reason()).contains(SETTING, "auth-token", "suspended", "profile",
                        "region"));
        assertThat(outcome(401, null)).isInstanceOf(Outcome.Unavailable.class);
    }

    @Test
    void isUnavailableWhileTheProxyRefuses() {
        assertThat(outcome(407, null)).isInstanceOf(Outcome.Unavailable.class);
    }

    @ParameterizedTest
    @CsvSource({"429, 20429", "429, 14107", "429, 63038", "429, ", "400, 21611", "400, 14107"})
    void isDeferredForAsLongAsTwilioSays(int status, @Nullable Integer code) {
        assertThat(outcome(status, code)).isInstanceOfSatisfying(Outcome.Deferred.class,
                deferred -> {
                    assertThat(deferred.retryIn()).isEqualTo(MINUTE);
                    assertThat(deferred.pushback()).isTrue();
                });
    }

    @Test
    void isLaterOnlyWithBothStatusAndCode() {
        assertThat(reply(false, 503, 20503).isLater()).isTrue();
        assertThat(reply(false, 503, null).isLater()).isFalse();
        assertThat(reply(false, 503, 20500).isLater()).isFalse();
        assertThat(reply(false, 500, 20503).isLater()).isFalse();
        assertThat(reply(false, 503, 20503).later()).isInstanceOfSatisfying(Outcome.Deferred.class,
                deferred -> assertThat(deferred.pushback()).isFalse());
    }

    static IntStream doubtful() {
        return IntStream.concat(IntStream.of(200, 201, 202, 204, 408), IntStream.range(500, 600));
    }

    @ParameterizedTest
    @MethodSource("doubtful")
    void isUnconfirmedWhereTheStatusDoesNotTell(int status) {
        assertThat(outcome(status, null)).isInstanceOf(Outcome.Unconfirmed.class);
        assertThat(outcome(status, 21211)).isInstanceOf(Outcome.Unconfirmed.class);
        assertThat(outcome(status, 20429)).isInstanceOf(Outcome.Unconfirmed.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 402, 406, 409, 410, 413, 415, 422, 451})
    void prefersTheStatusWhereTheCodeIsUnknown(int status) {
        assertThat(outcome(status, null)).isInstanceOfSatisfying(Outcome.Refused.class,
                refused -> assertThat(refused.code()).isEqualTo(ErrorCode.MESSAGE_REJECTED));
    }

    @Test
    void neverCountsAnythingButAnAcceptanceAsAccepted() {
        for (int status = 100; status < 600; status++) {
            assertThat(outcome(status, null)).isNotInstanceOf(Outcome.Accepted.class);
        }
    }
}
