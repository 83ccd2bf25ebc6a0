package dev.herald.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.herald.message.OnUnconfirmed;
import dev.herald.message.setting.InvalidSettingException;
import dev.herald.message.setting.Rate;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmsSettingsTest {
    private static final String KEY = "SK" + "0".repeat(32);

    private static void assertRefused(Senders settings, String property, String problem) {
        assertThatThrownBy(() -> settings.settings().check()).isInstanceOfSatisfying(InvalidSettingException.class,
                e -> {
                    assertThat(e.property()).isEqualTo("herald.sms." + property);
                    assertThat(e).hasMessageContaining(problem);
                    assertThat(e.getMessage() + e.remedy()).doesNotContain("secret-token");
                });
    }

    private static SmsSender sender(Senders settings) {
        return Objects.requireNonNull(settings.settings().senders().get("default"));
    }

    @Test
    void hasTheDefaultsOfTheContract() {
        Senders settings = Senders.one().without("base-url");
        settings.settings().check();
        SmsSender sender = sender(settings);
        assertThat(sender.baseUrl()).isEqualTo(URI.create("https://api.twilio.com"));
        assertThat(sender.numberCheck()).isEqualTo(SmsSender.NumberCheck.POSSIBLE);
        assertThat(sender.defaultRegion()).isNull();
        assertThat(sender.allowShortCodes()).isFalse();
        assertThat(sender.smartEncoding()).isFalse();
        assertThat(sender.rate()).isNull();
        assertThat(sender.effectiveConnectTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(sender.sendDeadline()).isEqualTo(Duration.ofSeconds(60));
        assertThat(sender.onUnconfirmed()).isEqualTo(OnUnconfirmed.INCIDENT);
        assertThat(settings.settings().callback().enabled()).isFalse();
    }

    @Test
    void holdsTheDefaultConnectTimeoutToTheDeadline() {
        Senders settings = Senders.one().with("send-deadline", "3s");
        settings.settings().check();

        assertThat(sender(settings).effectiveConnectTimeout()).hasSeconds(3);
        assertRefused(settings.with("connect-timeout", "4s"), "senders.default.connect-timeout",
                "is longer than send-deadline");
    }

    @Test
    void readsEverySetting() {
        Senders settings = Senders.one().without("auth-token").without("from").with("api-key", KEY)
                .with("api-secret", "secret-token").with("messaging-service-sid", Senders.SERVICE_SID)
                .with("number-check", "valid").with("default-region", "DE").with("allow-short-codes", "true")
                .with("smart-encoding", "true").with("max-connections", "5").with("rate", "3/s")
                .with("connect-timeout", "2s").with("send-deadline", "20s").with("on-unconfirmed", "assume-sent")
                .with("callback-auth-token", "secret-token").with("previous-auth-token", "secret-token-before")
                .with("allowed-tenants", "sales,support")
                .set("callback.public-url", "https://herald.example.com/sms/");
        settings.settings().check();
        SmsSender sender = sender(settings);
        assertThat(sender.numberCheck()).isEqualTo(SmsSender.NumberCheck.VALID);
        assertThat(sender.signingTokens()).containsExactly("secret-token", "secret-token-before");
        assertThat(sender.allowedTenants()).containsExactly("sales", "support");
        assertThat(sender.rate()).isEqualTo(new Rate(3, Duration.ofSeconds(1)));
        assertThat(sender.onUnconfirmed()).isEqualTo(OnUnconfirmed.ASSUME_SENT);
        assertThat(settings.settings().callback().url())
                .isEqualTo("https://herald.example.com/sms/twilio/message-status");
    }

    @Test
    void showsNoSecret() {
        assertThat(Senders.one().settings().toString()).doesNotContain("secret-token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"account-sid", "auth-token", "from"})
    void requires(String property) {
        assertRefused(Senders.one().without(property), "senders.default." + property, "is missing");
        assertRefused(Senders.one().with(property, " "), "senders.default." + property, "is missing");
    }

    @ParameterizedTest
    @CsvSource({"account-sid, AC123", "account-sid, SK00000000000000000000000000000000", "from, 0015557654321",
            "from, 'Acme Corporation'", "from, '555-7654'", "from, Acme!", "from, +0123", "from, whatsapp:+15557654321",
            "default-region, Germany", "default-region, us", "default-region, ZZ", "base-url, api.twilio.com",
            "base-url, ftp://api.twilio.com", "base-url, https://user:password@api.twilio.com",
            "base-url, https://api.twilio.com?x=y", "max-connections, 0", "connect-timeout, 0s", "send-deadline, -1s",
            "send-deadline, 61m",
            "connect-timeout, 61s"})
    void refusesNamingTheProperty(String property, String value) {
        assertRefused(Senders.one().with(property, value), "senders.default." + property, "is ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+15557654321", "12345", "567890", "Acme", "ACME Bank", "Acme-24", "A"})
    void takesNumbersShortCodesAndNames(String from) {
        Senders.one().with("from", from).settings().check();
    }

    @Test
    void takesShortCodesOnlyOfACountry() {
        assertRefused(Senders.one().with("allow-short-codes", "true"), "senders.default.allow-short-codes",
                "needs default-region");
    }

    @Test
    void takesACertainNumberOfAMessagingService() {
        Senders.one().with("messaging-service-sid", Senders.SERVICE_SID).settings().check();
    }

    @ParameterizedTest
    @ValueSource(strings = {"15557654321", "5557654321"})
    void saysWhatYamlDoesToANumberWithoutQuotes(String from) {
        assertThatThrownBy(() -> Senders.one().with("from", from).settings().check())
                .isInstanceOfSatisfying(InvalidSettingException.class, e -> {
                    assertThat(e).hasMessageContaining("senders.default.from is a number without a plus");
                    assertThat(e.remedy()).contains("Put it in quotes");
                });
    }

    @Test
    void namesWhatNobodySeesInANumber() {
        assertRefused(Senders.one().with("from", "\u202a+15557654321"), "senders.default.from",
                "holds an invisible character, U+202A");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret-token\n", " secret-token", "secret-token\u200b", "secret-token\u00a0"})
    void refusesATokenWithMoreThanTheToken(String token) {
        assertRefused(Senders.one().with("auth-token", token), "senders.default.auth-token", "holds white space");
        assertRefused(Senders.one().with("previous-auth-token", token), "senders.default.previous-auth-token",
                "holds white space");
        assertRefused(Senders.one().without("auth-token").with("api-key", KEY).with("api-secret", token),
                "senders.default.api-secret", "holds white space");
    }

    @Test
    void takesTheTokenOfTheMainAccountForASubaccount() {
        Senders settings = Senders.one().with("main-account-sid", "AC" + "1".repeat(32));
        settings.settings().check();
        assertThat(sender(settings).signingTokens()).isEmpty();
        settings.with("callback-auth-token", "token-of-the-subaccount").settings().check();
        assertThat(sender(settings).signingTokens()).containsExactly("token-of-the-subaccount");
        assertRefused(Senders.one().with("main-account-sid", "MG1"), "senders.default.main-account-sid",
                "is malformed");
        assertRefused(Senders.one().without("auth-token").with("api-key", KEY).with("api-secret", "s")
                .with("main-account-sid", "AC" + "1".repeat(32)), "senders.default.main-account-sid",
                "contradicts api-key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8090", "https://127.0.0.1", "https://[::1]:8090", "http://10.1.2.3",
            "http://192.168.0.7", "http://herald", "http://herald.local", "http://[fd00::1]", "http://0.0.0.0:8090"})
    void refusesACallbackThatTwilioItselfCannotReach(String url) {
        assertRefused(Senders.one().without("base-url").set("callback.public-url", url), "callback.public-url",
                "is an address that Twilio can't reach");
        Senders.one().set("callback.public-url", url).settings().check();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://herald.example.com", "https://198.51.100.7", "https://[2001:db8::1]/x",
            "https://1.internet.example"})
    void takesACallbackOnTheInternet(String url) {
        Senders.one().without("base-url").set("callback.public-url", url).settings().check();
    }

    @Test
    void refusesTwoCredentials() {
        assertRefused(Senders.one().with("api-key", KEY).with("api-secret", "s"), "senders.default.auth-token",
                "contradicts api-key");
        assertRefused(Senders.one().with("callback-auth-token", "t"), "senders.default.callback-auth-token",
                "contradicts auth-token");
    }

    @Test
    void refusesHalfAnApiKey() {
        assertRefused(Senders.one().without("auth-token").with("api-key", KEY), "senders.default.api-secret",
                "is missing");
        assertRefused(Senders.one().without("auth-token").with("api-secret", "s"), "senders.default.api-key",
                "is missing");
        assertRefused(Senders.one().without("auth-token").with("api-key", "key").with("api-secret", "s"),
                "senders.default.api-key", "is malformed");
    }

    @Test
    void refusesAMalformedMessagingService() {
        assertRefused(Senders.one().without("from").with("messaging-service-sid", "MG1"),
                "senders.default.messaging-service-sid", "is malformed");
    }

    @Test
    void namesTheSenderThatIsWrong() {
        assertRefused(Senders.one().with("marketing", "account-sid", "AC1"), "senders.marketing.account-sid",
                "is malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"herald.example.com", "ftp://herald.example.com", "https://herald_1.example.com",
            "https://herald.example.com?a=b", "https://herald.example.com#a", "https://a:b@herald.example.com"})
    void refusesACallbackThatTwilioCannotCall(String url) {
        assertRefused(Senders.one().set("callback.public-url", url), "callback.public-url", "is not");
    }

    @Test
    void requiresTheSigningTokenForCallbacksBesideAnApiKey() {
        assertRefused(
                Senders.one().without("auth-token").with("api-key", KEY).with("api-secret", "s")
                        .set("callback.public-url", "https://herald.example.com"),
                "senders.default.callback-auth-token", "is missing");
    }

    @Test
    void needsNoSender() {
        Senders.none().settings().check();
    }
}
