package dev.herald.sms;

import dev.herald.sms.text.SmsText;
import static org.assertj.core.api.Assertions.assertThat;

import dev.herald.message.Attempts;
import dev.herald.message.Channel.Preparation;
import dev.herald.message.Delivery;
import dev.herald.message.ErrorCode;
import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import dev.herald.message.Progress;
import dev.herald.message.Recipient;
import dev.herald.message.Sms;
import dev.herald.sandbox.local.LocalTwilio;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmsChannelTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final String NUMBER = "+15551234567";

    private final List<AutoCloseable> opened = new ArrayList<>();
    private FaultyTwilio twilio;
    private Senders settings;

    @BeforeEach
    void start() throws IOException {
        twilio = new FaultyTwilio();
        opened.add(twilio);
        settings = Senders.oneAt(twilio.url());
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable resource : opened) {
            resource.close();
        }
    }

    private Preparation prepare(Sms sms) {
        SmsSenders senders = new SmsSenders(settings.settings(), InstantSource.fixed(NOW));
        opened.add(senders);
        return new SmsChannel(senders, InstantSource.fixed(NOW)).prepare(sms, new MessageRef(1, 2));
    }

    private Delivery ready(Sms sms) {
        return ((Preparation.Ready) prepare(sms)).delivery();
    }

    private Map<String, List<String>> parametersOf(Sms sms) {
        assertThat(ready(sms).send(Attempts.FIRST).outcome()).isInstanceOf(Outcome.Accepted.class);
        return twilio.posts().getLast().parameters();
    }

    private void assertInvalid(Sms sms, String reason) {
        assertThat(prepare(sms)).isInstanceOfSatisfying(Preparation.NotSendable.class,
                not -> assertThat(not.outcome()).isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
                    assertThat(refused.reason()).startsWith(reason);
                }));
    }

    private static Sms sms(String text) {
        return new Sms(null, NUMBER, text, List.of(), null, null, null);
    }

    private static Sms to(String number) {
        return new Sms(null, number, "Hello", List.of(), null, null, null);
    }

    private static Sms from(@Nullable String sender) {
        return new Sms(sender, NUMBER, "Hello", List.of(), null, null, null);
    }

    private static Sms with(List<String> mediaUrls, @Nullable Duration validity, @Nullable String callback,
            @Nullable OffsetDateTime scheduled) {
        return new Sms(null, NUMBER, "Hello", mediaUrls, validity, callback, scheduled);
    }

    @Test
    void postsWhatTwilioNeeds() {
        assertThat(parametersOf(sms("Hello, 你好 & €=+%")))
                .containsExactlyInAnyOrderEntriesOf(Map.of("From", List.of(Senders.FROM), "To", List.of(NUMBER), "Body",
                        List.of("Hello, 你好 & €=+%")));
        FaultyTwilio.Request post = twilio.posts().getFirst();
        assertThat(post.target()).isEqualTo("/2010-04-01/Accounts/" + Senders.ACCOUNT_SID + "/Messages.json");
        assertThat(post.headers()).containsEntry("content-type", "application/x-www-form-urlencoded")
                .containsKey("authorization");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", " padded ", "line\nbreak", "{{orderId}}", "a&Body=b", "👨‍👩‍👧‍👦"})
    void postsTheTextAsItIs(String text) {
        assertThat(parametersOf(sms(text))).containsEntry("Body", List.of(text));
    }

    @Test
    void keepsThePathOfTheBaseUrl() {
        settings.with("base-url", twilio.url() + "/proxy/");
        ready(sms("Hello")).send(Attempts.FIRST).outcome();
        assertThat(twilio.posts().getFirst().target()).startsWith("/proxy/2010-04-01/Accounts/");
    }

    @Test
    void sendsThroughAMessagingServiceWithAnApiKey() throws Exception {
        settings.without("from").without("auth-token").with("messaging-service-sid", Senders.SERVICE_SID)
                .with("api-key", "SK" + "0".repeat(32)).with("api-secret", "s");
        assertThat(parametersOf(sms("Hello"))).containsEntry("MessagingServiceSid", List.of(Senders.SERVICE_SID))
                .doesNotContainKey("From");
    }

    @Test
    void isAcceptedByTheLocalTwilio() throws Exception {
        try (LocalTwilio local = LocalTwilio.start()) {
            settings = Senders.oneAt(local.baseUrl()).with("account-sid", LocalTwilio.ACCOUNT_SID).with("auth-token",
                    LocalTwilio.AUTH_TOKEN);
            assertThat(ready(sms("null")).send(Attempts.FIRST).outcome()).isInstanceOfSatisfying(Outcome.Accepted.class,
                    accepted -> assertThat(accepted.messageId()).isEqualTo(local.newestFirst().getFirst().sid()));
        }
    }

    @Test
    void tellsTheRecipientAndTheSegments() {
        settings.with("default-region", "US");
        Delivery delivery = ready(new Sms(null, "(202) 555-0123", "a".repeat(161), List.of(), null, null, null));
        assertThat(delivery.recipients())
                .containsExactly(new Recipient.Phone("phoneNumber", "+12025550123", "US"));
        assertThat(delivery.units()).isEqualTo(2);
        assertThat(delivery.route().setting()).isEqualTo("herald.sms.senders.default");
        assertThat(delivery.route().maxConnections()).isEqualTo(64);
        assertThat(delivery.assumeAccepted(Progress.NONE).details()).containsEntry("segments", 2).containsEntry(
                "twilioStatus",
                "unknown");
    }

    @Test
    void countsAnMmsOnce() {
        Sms mms = new Sms(null, NUMBER, "a".repeat(500), List.of("https://example.com/a.png"), null, null, null);
        assertThat(ready(mms).units()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\n"})
    void requiresAText(String text) {
        assertInvalid(sms(text), "message: is empty");
    }

    @Test
    void takesAtMost1600Characters() {
        assertThat(prepare(sms("a".repeat(1600)))).isInstanceOf(Preparation.Ready.class);
        assertThat(prepare(sms("😀".repeat(800)))).isInstanceOf(Preparation.Ready.class);
        assertInvalid(sms("a".repeat(1601)), "message: has 1601 characters as Twilio counts them in GSM-7");
        assertInvalid(sms("€" + "a".repeat(1599)), "message: has 1601 characters");
        assertInvalid(sms("😀".repeat(801)), "message: has 1602 characters as Twilio counts them in UCS-2");
    }

    @ParameterizedTest
    @CsvSource({"a, 1600", "你, 1600", "€, 800", "😀, 800"})
    void shortensATextThatMakesWayForANote(String character, int times) {
        String note = "[for +15551234567] ";
        String body = parametersOf(sms(character.repeat(times)).redirectedTo("+15550001111", note))
                .getOrDefault("Body", List.of()).getFirst();

        assertThat(body).startsWith(note + character).endsWith(character + "...");
        assertThat(SmsText.of(body).length()).isBetween(SmsText.MAX_LENGTH - 1, SmsText.MAX_LENGTH);
        assertThat(parametersOf(sms("Hello").redirectedTo("+15550001111", note)))
                .containsEntry("Body", List.of(note + "Hello"))
                .containsEntry("To", List.of("+15550001111"));
        assertInvalid(sms(character.repeat(times + 1)).redirectedTo("+15550001111", note), "message: has ");
    }

    @Test
    void refusesHalfACharacter() {
        assertInvalid(sms("half \ud83d"), "message: holds half of a character");
    }

    @Test
    void simplifiesTypographyOnlyWhereTheSenderSaysSo() {
        String typographic = "“Hi” – you…".repeat(10);
        assertThat(parametersOf(sms(typographic))).containsEntry("Body", List.of(typographic));
        settings.with("smart-encoding", "true");
        assertThat(parametersOf(sms(typographic))).containsEntry("Body", List.of("\"Hi\" - you...".repeat(10)));
    }

    @ParameterizedTest
    @CsvSource({"+1555, phoneNumber: is too short", "+12125550123x, phoneNumber: is not in E.164 form",
            "+493012345678, phoneNumber: is a fixed line", "'', phoneNumber: is empty"})
    void refusesUnusableNumbersBeforeAnyRequest(String number, String reason) {
        assertInvalid(to(number), reason);
        assertThat(twilio.connections()).isZero();
    }

    @Test
    void picksTheSenderByName() {
        settings.with("marketing", "account-sid", Senders.ACCOUNT_SID).with("marketing", "auth-token", "t")
                .with("marketing", "from", "Acme");
        assertThat(ready(from("marketing")).route().setting()).isEqualTo("herald.sms.senders.marketing");
        assertThat(ready(from(null)).route().setting()).isEqualTo("herald.sms.senders.default");
        assertThat(ready(from(" ")).route().setting()).isEqualTo("herald.sms.senders.default");
    }

    @Test
    void picksTheOnlySender() {
        settings = Senders.none().with("marketing", "account-sid", Senders.ACCOUNT_SID)
                .with("marketing", "auth-token", "t").with("marketing", "from", "Acme");
        assertThat(ready(from(null)).route().setting()).isEqualTo("herald.sms.senders.marketing");
    }

    @ParameterizedTest
    @CsvSource({
            "sales, smsSender: there is no herald.sms.senders.sales. Configured: marketing",
            ", smsSender: none is named"})
    void isMisconfiguredWithoutSuchASender(@Nullable String name, String reason) {
        settings = Senders.none();
        for (String sender : List.of("marketing", "support")) {
            settings.with(sender, "account-sid", Senders.ACCOUNT_SID).with(sender, "auth-token", "t").with(sender,
                    "from", "Acme");
        }
        assertThat(prepare(from(name))).isInstanceOfSatisfying(Preparation.NotSendable.class,
                not -> assertThat(not.outcome()).isInstanceOfSatisfying(Outcome.Misconfigured.class,
                        misconfigured -> assertThat(misconfigured.reason()).startsWith(reason)));
    }

    @Test
    void isMisconfiguredWithoutAnySender() {
        settings = Senders.none();
        assertThat(prepare(from(null))).isInstanceOfSatisfying(Preparation.NotSendable.class,
                not -> assertThat(not.outcome()).isInstanceOfSatisfying(Outcome.Misconfigured.class,
                        misconfigured -> assertThat(misconfigured.reason()).contains("None is configured.")));
    }

    @Test
    void passesTheOptionsOn() {
        assertThat(parametersOf(with(List.of("https://example.com/a.png", "https://example.com/b.png"),
                Duration.ofSeconds(60), "https://example.com/status?x=1", null)))
                .containsEntry("MediaUrl", List.of("https://example.com/a.png", "https://example.com/b.png"))
                .containsEntry("ValidityPeriod", List.of("60"))
                .containsEntry("StatusCallback", List.of("https://example.com/status?x=1"));
    }

    @Test
    void schedulesThroughAMessagingService() {
        settings.without("from").with("messaging-service-sid", Senders.SERVICE_SID);
        OffsetDateTime time = OffsetDateTime.parse("2026-11-22T12:30:15.999+01:00");
        assertThat(parametersOf(with(List.of(), null, null, time))).containsEntry("ScheduleType", List.of("fixed"))
                .containsEntry("SendAt", List.of("2026-11-22T11:30:15Z"));
    }

    @Test
    void doesNotScheduleFromANumber() {
        assertInvalid(with(List.of(), null, null, NOW.plusSeconds(3600).atOffset(ZoneOffset.UTC)),
                "scheduledAt: works only with a messaging service");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-1H", "PT0S", "PT6M", "P34D", "P90D"})
    void leavesToTwilioHowFarAheadAMessageIsScheduled(Duration ahead) {
        settings.without("from").with("messaging-service-sid", Senders.SERVICE_SID);
        assertThat(parametersOf(with(List.of(), null, null, NOW.plus(ahead).atOffset(ZoneOffset.UTC))))
                .containsEntry("SendAt", List.of(NOW.plus(ahead).toString()));
    }

    @Test
    void refusesATimeThatLiesInThePast() {
        settings.without("from").with("messaging-service-sid", Senders.SERVICE_SID);
        assertInvalid(with(List.of(), null, null, NOW.minus(Duration.ofHours(25)).atOffset(ZoneOffset.UTC)),
                "scheduledAt: lies in the past.");
    }

    @Test
    void schedulesFromACertainNumberOfAMessagingService() {
        settings.with("messaging-service-sid", Senders.SERVICE_SID);
        OffsetDateTime time = OffsetDateTime.parse("2026-11-22T12:30:15+01:00");
        assertThat(parametersOf(with(List.of(), null, null, time))).containsEntry("From", List.of(Senders.FROM))
                .containsEntry("MessagingServiceSid", List.of(Senders.SERVICE_SID)).containsKey("SendAt");
    }

    @Test
    void sendsMediaWithoutAText() {
        Sms mms = new Sms(null, NUMBER, " ", List.of("https://example.com/a.png"), null, null, null);
        assertThat(parametersOf(mms)).containsEntry("MediaUrl", List.of("https://example.com/a.png"))
                .doesNotContainKey("Body");
    }

    @Test
    void sendsARedirectedMessageWithoutMediaAndUrls() {
        Sms mms = new Sms(null, NUMBER, "", List.of("https://example.com/a.png"), null, "https://example.com/own",
                null);
        assertThat(parametersOf(mms.redirectedTo("+15550001111", "[for +15551234567] ")))
                .containsEntry("Body", List.of("[for +15551234567] ")).doesNotContainKeys("MediaUrl", "StatusCallback");
    }

    @Test
    void logsInAsTheMainAccountOfASubaccount() {
        settings.with("main-account-sid", "AC" + "1".repeat(32));
        parametersOf(sms("Hello"));
        FaultyTwilio.Request post = twilio.posts().getFirst();
        assertThat(post.target()).isEqualTo("/2010-04-01/Accounts/" + Senders.ACCOUNT_SID + "/Messages.json");
        assertThat(new String(Base64.getDecoder().decode(post.headers().getOrDefault("authorization", "").substring(6)),
                StandardCharsets.UTF_8)).isEqualTo("AC" + "1".repeat(32) + ":secret-token");
    }

    @Test
    void servesOnlyTheTenantsThatTheSenderNames() {
        settings.with("allowed-tenants", "sales");
        assertThat(prepare(sms("Hello"))).isInstanceOfSatisfying(Preparation.NotSendable.class,
                not -> assertThat(not.outcome()).isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.NOT_ALLOWED);
                    assertThat(refused.reason()).contains("herald.sms.senders.default.allowed-tenants");
                }));
        settings.with("allowed-tenants", "sales,<default>");
        assertThat(prepare(sms("Hello"))).isInstanceOf(Preparation.Ready.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT1.5S", "PT0.1S"})
    void refusesAValidityPeriodThatTwilioDoesNotTake(Duration validity) {
        assertInvalid(with(List.of(), validity, null, null), "validityPeriod: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "example.com", "ftp://example.com", "https://", "https://my_host.example.com/a",
            "https://example.com/a b", "javascript:alert(1)", "/status"})
    void refusesUrlsThatTwilioCannotCall(String url) {
        assertInvalid(with(List.of(), null, url, null), "statusCallback: ");
        assertInvalid(with(List.of("https://example.com/a.png", url), null, null, null), "mediaUrls[1]: ");
    }

    @Test
    void takesAtMostTenMedia() {
        List<String> ten = List.of("https://example.com/a.png", "https://example.com/b.png",
                "https://example.com/c.png", "https://example.com/d.png", "https://example.com/e.png",
                "https://example.com/f.png", "https://example.com/g.png", "https://example.com/h.png",
                "https://example.com/i.png", "https://example.com/j.png");
        assertThat(prepare(with(ten, null, null, null))).isInstanceOf(Preparation.Ready.class);
        List<String> eleven = new ArrayList<>(ten);
        eleven.add("https://example.com/k.png");
        assertInvalid(with(eleven, null, null, null), "mediaUrls: holds more than 10");
    }

    @Test
    void asksForReceiptsWhereTheCallbackIsOn() {
        settings.set("callback.public-url", "https://herald.example.com");
        assertThat(parametersOf(sms("Hello"))).containsEntry("StatusCallback",
                List.of("https://herald.example.com/twilio/message-status#rc=5&rp=5xx,ct,rt"));
        assertThat(parametersOf(with(List.of(), null, "https://example.com/own", null))).containsEntry("StatusCallback",
                List.of("https://example.com/own"));
    }
}
