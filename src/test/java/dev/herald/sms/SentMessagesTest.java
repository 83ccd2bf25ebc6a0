package dev.herald.sms;

import static dev.herald.sms.FaultyTwilio.list;
import static dev.herald.sms.FaultyTwilio.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.herald.message.Attempts;
import dev.herald.message.Channel.Preparation;
import dev.herald.message.Delivery;
import dev.herald.message.Delivery.Search;
import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import dev.herald.message.Sms;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A reply was lost: Twilio is asked whether it took the message. */
class SentMessagesTest {
    private static final String TEXT = "Your code is 4711";
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final List<AutoCloseable> opened = new ArrayList<>();
    private FaultyTwilio twilio;
    private SmsSenders senders;

    @BeforeEach
    void start() throws IOException {
        twilio = new FaultyTwilio().onPost((request, connection) -> connection.reset());
        use(Senders.oneAt(twilio.url()), "60s");
    }

    @AfterEach
    void stop() throws Exception {
        twilio.close();
        for (AutoCloseable resource : opened) {
            resource.close();
        }
    }

    /** Where nothing is found: a fifth of the deadline is waited. */
    private void giveUpSoon() {
        use(Senders.oneAt(twilio.url()), "4s");
    }

    private void use(Senders settings, String deadline) {
        senders = new SmsSenders(settings.with("send-deadline", deadline).with("connect-timeout", "4s").settings(),
                InstantSource.fixed(NOW));
        opened.add(senders);
    }

    private Delivery delivery(long job, String text) {
        Sms sms = new Sms(null, "+15551234567", text, List.of(), null, null, null);
        Preparation prepared = new SmsChannel(senders, InstantSource.fixed(NOW)).prepare(sms,
                new MessageRef(job, 1));
        return ((Preparation.Ready) prepared).delivery();
    }

    /** A message in the list. */
    private record Listed(String sid, String from, String service, String body, Instant created, String direction) {
        static Listed message() {
            return new Listed("SM1", Senders.FROM, "", TEXT, NOW, "outbound-api");
        }

        Listed sid(String value) {
            return new Listed(value, from, service, body, created, direction);
        }

        Listed from(String value) {
            return new Listed(sid, value, service, body, created, direction);
        }

        Listed service(String value) {
            return new Listed(sid, from, value, body, created, direction);
        }

        Listed body(String value) {
            return new Listed(sid, from, service, value, created, direction);
        }

        Listed created(Instant value) {
            return new Listed(sid, from, service, body, value, direction);
        }

        Listed direction(String value) {
            return new Listed(sid, from, service, body, created, value);
        }

        String json() {
            return """
                {"sid": "%s", "from": "%s", "messaging_service_sid": "%s", "to": "+15551234567", "body": "%s",
                 "date_created": "%s", "date_sent": null, "direction": "%s", "status": "queued", "num_segments": "1"}
                """.formatted(sid, from, service, body,
                    created.atZone(ZoneOffset.UTC).format(DateTimeFormatter.RFC_1123_DATE_TIME), direction);
        }
    }

    private void listed(Listed... messages) {
        twilio.onGet(list(List.of(messages).stream().map(Listed::json).collect(Collectors.joining(","))));
    }

    private void assertFound(String sid) {
        assertThat(delivery(1, TEXT).send(Attempts.FIRST).outcome()).isInstanceOfSatisfying(Outcome.Accepted.class,
                accepted -> {
                    assertThat(accepted.messageId()).isEqualTo(sid);
                    assertThat(accepted.details()).containsEntry("twilioStatus", "queued").containsEntry("segments", 1);
                });
        assertThat(twilio.posts()).hasSize(1);
    }

    private void assertNotFound() {
        assertThat(delivery(1, TEXT).send(Attempts.FIRST).outcome()).isInstanceOf(Outcome.Unconfirmed.class);
        assertThat(twilio.posts()).hasSize(1);
        assertThat(twilio.gets()).isNotEmpty();
    }

    @Test
    void isAcceptedWithTheSidThatTwilioLists() {
        listed(Listed.message());
        assertFound("SM1");
        assertThat(twilio.gets().getFirst().target())
                .startsWith("/2010-04-01/Accounts/" + Senders.ACCOUNT_SID + "/Messages.json?");
        assertThat(twilio.gets().getFirst().parameters()).containsOnly(entry("To", List.of("+15551234567")),
                entry("PageSize", List.of("50")));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503})
    void isAskedForAfterAServerErrorToo(int status) {
        twilio.onPost(reply(status, "", "{}"));
        listed(Listed.message());
        assertFound("SM1");
    }

    @Test
    void isAskedForAfterAnUnreadableReplyToo() {
        twilio.onPost(reply(201, "", "<html>"));
        listed(Listed.message());
        assertFound("SM1");
    }

    @Test
    void isNotAskedForWhereTwilioAnswered() {
        twilio.onPost(reply(400, "", "{\"code\": 21211}"));
        listed(Listed.message());
        assertThat(delivery(1, TEXT).send(Attempts.FIRST).outcome()).isInstanceOf(Outcome.Refused.class);
        assertThat(twilio.gets()).isEmpty();
    }

    @Test
    void waitsForAListThatLags() {
        AtomicInteger looks = new AtomicInteger();
        String found = Listed.message().json();
        twilio.onGet((request, connection) -> list(looks.getAndIncrement() == 0 ? "" : found).answer(request,
                connection));
        assertFound("SM1");
        assertThat(twilio.gets()).hasSize(2);
    }

    @Test
    void givesUpAfterABoundedWait() {
        giveUpSoon();
        listed();
        assertNotFound();
    }

    @Test
    void isUnconfirmedWhereTwilioCannotBeAsked() {
        giveUpSoon();
        twilio.onGet(reply(500, "", ""));
        assertNotFound();
        assertThat(delivery(1, TEXT).search(NOW)).isInstanceOf(Search.Unanswered.class);
        twilio.onGet(reply(200, "", "<html>Please log in</html>"));
        assertThat(delivery(1, TEXT).search(NOW)).isInstanceOf(Search.Unanswered.class);
        twilio.onGet((request, connection) -> connection.reset());
        assertThat(delivery(1, TEXT).search(NOW)).isInstanceOf(Search.Unanswered.class);
        twilio.onGet(twilio.silence());
        assertThat(delivery(1, TEXT).search(NOW)).isInstanceOf(Search.Unanswered.class);
    }

    @Test
    void takesNoOtherMessage() {
        giveUpSoon();
        listed(Listed.message().body("Your code is 4712"),
                Listed.message().from("+15550000000"),
                Listed.message().direction("inbound"), Listed.message().created(NOW.minus(Duration.ofMinutes(1))),
                Listed.message().created(NOW.plus(Duration.ofMinutes(10))));
        assertNotFound();
    }

    @Test
    void knowsTheMessageOfATrialAccount() {
        listed(Listed.message().body("Sent from your Twilio trial account - " + TEXT));
        assertFound("SM1");
    }

    @Test
    void knowsAMessageByItsMessagingService() {
        use(Senders.oneAt(twilio.url()).without("from").with("messaging-service-sid", Senders.SERVICE_SID), "60s");
        listed(Listed.message().service("MG" + "9".repeat(32)),
                Listed.message().sid("SM2").service(Senders.SERVICE_SID));
        assertFound("SM2");
    }

    @Test
    void knowsATextThatTheMessagingServiceSimplified() {
        listed(Listed.message().body("'Hello' - you..."));
        assertThat(delivery(1, "‘Hello’ – you… ").send(Attempts.FIRST).outcome()).isInstanceOf(Outcome.Accepted.class);
    }

    private void useMessagingService() {
        use(Senders.oneAt(twilio.url()).without("from").with("messaging-service-sid", Senders.SERVICE_SID), "4s");
    }

    private Search searchFor(String text, String listed) {
        listed(Listed.message().service(Senders.SERVICE_SID).body(listed));
        return delivery(1, text).search(NOW);
    }

    @ParameterizedTest
    @CsvSource({"Grüße – naïve café №5, Grüße - naive café No5", "Ciao ☕ alle 15, Ciao  alle 15",
            "Order ½ box • 7, Order 1/2 box - 7", "x✓y, x?y"})
    void knowsATextThatTheMessagingServiceChangedInItsOwnWay(String text, String listed) {
        useMessagingService();
        assertThat(searchFor(text, listed)).isInstanceOf(Search.Found.class);
    }

    @ParameterizedTest
    @CsvSource({"Your code is 4711, Your code is 4712", "Dear Ann ☕ come at 5, Dear Bob ☕ come at 5",
            "Dear Ann ☕ come at 5, Dear Ann come at 6", "你好 1, 再见 1", "Hello, Hello you"})
    void takesNoOtherTextForOneThatTheMessagingServiceChanged(String text, String listed) {
        useMessagingService();
        assertThat(searchFor(text, listed)).isInstanceOf(Search.NotFound.class);
    }

    @Test
    void changesNothingInATextThatANumberSends() {
        giveUpSoon();
        listed(Listed.message().body("naive"));
        assertThat(delivery(1, "naïve").search(NOW)).isInstanceOf(Search.NotFound.class);
    }

    @Test
    void comparesALongTextInNoTime() {
        useMessagingService();
        assertThat(searchFor("aй".repeat(799) + "c", "a".repeat(1599) + "b")).isInstanceOf(Search.NotFound.class);
    }

    @Test
    void saysThatAMessageIsNotListedOnlyWhereTheListShowsAll() {
        giveUpSoon();
        listed(Listed.message().body(""));
        assertThat(delivery(1, TEXT).search(NOW)).as("its text is redacted").isInstanceOf(Search.Unanswered.class);
        twilio.onGet(
                list(Listed.message().json().replaceAll("\"date_created\": \"[^\"]*\"", "\"date_created\": null")));
        assertThat(delivery(1, TEXT).search(NOW)).as("its time is missing").isInstanceOf(Search.Unanswered.class);
    }

    @Test
    void isDeferredWhereTwilioIsNotAvailableAndListsNothing() {
        giveUpSoon();
        twilio.onPost(reply(503, "Retry-After: 7\r\n", "{\"code\": 20503, \"message\": \"Service unavailable\"}"));
        listed();
        assertThat(delivery(1, TEXT).send(Attempts.FIRST).outcome()).isInstanceOfSatisfying(Outcome.Deferred.class,
                deferred -> {
                    assertThat(deferred.retryIn()).isEqualTo(Duration.ofSeconds(7));
                    assertThat(deferred.pushback()).isFalse();
                    assertThat(deferred.reply().code()).isEqualTo("20503");
                });
        assertThat(twilio.posts()).hasSize(1);
        assertThat(twilio.gets()).isNotEmpty();
    }

    @Test
    void isAcceptedWhereTwilioIsNotAvailableAndListsIt() {
        twilio.onPost(reply(503, "", "{\"code\": 20503}"));
        listed(Listed.message());
        assertFound("SM1");
    }

    @Test
    void isUnconfirmedWhereTwilioIsNotAvailableForTheListEither() {
        giveUpSoon();
        twilio.onPost(reply(503, "", "{\"code\": 20503}"));
        twilio.onGet(reply(503, "", "{\"code\": 20503}"));
        assertNotFound();
    }

    @Test
    void isUnconfirmedByAnyOther503ThatListsNothing() {
        giveUpSoon();
        twilio.onPost(reply(503, "", "{\"code\": 20500}"));
        listed();
        assertNotFound();
    }

    @Test
    void holdsNoMoreOfAListThanItMay() {
        giveUpSoon();
        twilio.onGet((request, connection) -> {
            connection.raw("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"messages\": [");
            String megabyte = Listed.message().body("x".repeat(1 << 20)).json() + ",";
            while (true) {
                connection.raw(megabyte);
            }
        });
        assertThat(delivery(1, TEXT).search(NOW)).isInstanceOf(Search.Unanswered.class);
    }

    @Test
    void readsFurtherPagesUntilTheyAreTooOld() {
        giveUpSoon();
        String old = Listed.message().created(NOW.minus(Duration.ofDays(1))).json();
        String other = Listed.message().body("other").json();
        twilio.onGet((request, connection) -> {
            boolean first = !request.target().contains("Page=");
            String messages = String.join(",", Collections.nCopies(100, first ? other : old));
            connection.reply(200, "", "{\"messages\": [" + messages
                    + "], \"next_page_uri\": \"/2010-04-01/Accounts/x/Messages.json?To=%2B1&Page=1&PageToken=PA%2F1\"}");
        });
        assertThat(delivery(1, TEXT).search(NOW)).isInstanceOf(Search.NotFound.class);
        List<FaultyTwilio.Request> gets = twilio.gets();
        for (int i = 0; i < gets.size(); i++) {
            assertThat(gets.get(i).target()).as("a look ends with its second page").contains(i % 2 == 0
                    ? "PageSize=50"
                    : "/2010-04-01/Accounts/x/Messages.json?To=%2B1&Page=1&PageToken=PA%2F1");
        }
        assertThat(gets).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void findsTheMessageOnAFurtherPage() {
        String other = Listed.message().body("other").json();
        String wanted = Listed.message().json();
        twilio.onGet((request, connection) -> connection.reply(200, "", request.target().contains("Page=")
                ? "{\"messages\": [" + wanted + "], \"next_page_uri\": null}"
                : "{\"messages\": [" + other + "], \"next_page_uri\": \"/next?Page=1\"}"));
        assertFound("SM1");
    }

    @Test
    void knowsNothingWhereTheAddressOfThePageBehindIsNone() {
        giveUpSoon();
        String other = Listed.message().body("other").json();
        twilio.onGet(reply(200, "", "{\"messages\": [" + other + "], \"next_page_uri\": \"/next?a b\"}"));

        assertThat(delivery(1, TEXT).search(NOW)).isInstanceOf(Search.Unanswered.class);
    }

    @Test
    void followsNoPageToAnotherHost() {
        giveUpSoon();
        String other = Listed.message().body("other").json();
        twilio.onGet(reply(200, "", "{\"messages\": [" + other + "], \"next_page_uri\": \"https://evil.example/\"}"));
        assertThat(delivery(1, TEXT).search(NOW)).isInstanceOf(Search.NotFound.class);
        assertThat(twilio.gets()).allSatisfy(get -> assertThat(get.target()).contains("PageSize=50"));
    }

    @Test
    void tellsTheEqualTextsOfTwoJobsApart() {
        use(Senders.oneAt(twilio.url()), "10s");
        twilio.onPost(FaultyTwilio.created("SM1"));
        assertThat(delivery(1, TEXT).send(Attempts.FIRST).outcome()).isInstanceOf(Outcome.Accepted.class);
        twilio.onPost((request, connection) -> connection.reset());
        listed(Listed.message().sid("SM1"));
        assertThat(delivery(2, TEXT).send(Attempts.FIRST).outcome()).isInstanceOf(Outcome.Unconfirmed.class);
        listed(Listed.message().sid("SM2"), Listed.message().sid("SM1"));
        assertThat(delivery(2, TEXT).send(Attempts.FIRST).outcome()).isInstanceOfSatisfying(Outcome.Accepted.class,
                accepted -> assertThat(accepted.messageId()).isEqualTo("SM2"));
        assertThat(delivery(3, TEXT).search(NOW)).isInstanceOf(Search.NotFound.class);
    }

    @Test
    void findsTheSameMessageAgainForTheSameJob() {
        listed(Listed.message());
        assertThat(delivery(1, TEXT).search(NOW)).isInstanceOf(Search.Found.class);
        assertThat(delivery(1, TEXT).search(NOW)).isInstanceOf(Search.Found.class);
    }

    @Test
    void findsWhatAWorkerThatDiedHadSent() {
        Instant died = NOW.minus(Duration.ofHours(3));
        listed(Listed.message().sid("SM2"), Listed.message().created(died.plusSeconds(1)));
        assertThat(delivery(1, TEXT).search(died)).isInstanceOfSatisfying(Search.Found.class,
                found -> assertThat(found.acceptance().messageId()).isEqualTo("SM1"));
        assertThat(twilio.posts()).isEmpty();
    }

    @Test
    void stopsWaitingAtShutdown() {
        listed();
        senders.close();
        assertThat(delivery(1, TEXT).search(NOW)).isInstanceOf(Search.Unanswered.class);
    }
}
