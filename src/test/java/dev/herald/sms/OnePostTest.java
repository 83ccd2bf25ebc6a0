package dev.herald.sms;

import static dev.herald.sms.FaultyTwilio.created;
import static dev.herald.sms.FaultyTwilio.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.herald.message.Attempt;
import dev.herald.message.Attempts;
import dev.herald.message.Channel.Preparation;
import dev.herald.message.Delivery;
import dev.herald.message.HandoverMark;
import dev.herald.message.MessageRef;
import dev.herald.message.Outcome;
import dev.herald.message.Progress;
import dev.herald.message.ProviderReply;
import dev.herald.message.Sms;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Counts POSTs on a server that fails in every way. */
class OnePostTest {
    private static final String NO_SID = "{\"status\": \"queued\"";

    private final List<AutoCloseable> opened = new ArrayList<>();
    private FaultyTwilio twilio;

    @BeforeEach
    void start() throws IOException {
        twilio = new FaultyTwilio();
    }

    @AfterEach
    void stop() throws Exception {
        twilio.close();
        for (AutoCloseable resource : opened) {
            resource.close();
        }
    }

    private Delivery delivery(Senders settings) {
        SmsSenders senders = new SmsSenders(settings.settings(), InstantSource.system());
        opened.add(senders);
        Sms sms = new Sms(null, "+15551234567", "Hello", List.of(), null, null, null);
        Preparation prepared = new SmsChannel(senders, InstantSource.system()).prepare(sms, new MessageRef(1, 2));
        return ((Preparation.Ready) prepared).delivery();
    }

    private Outcome send() {
        return delivery(Senders.oneAt(twilio.url())).send(Attempts.FIRST).outcome();
    }

    /** With a short deadline: some faults end only with it, and what is unconfirmed is looked for until then. */
    private Outcome sendInVain() {
        return delivery(Senders.oneAt(twilio.url()).with("connect-timeout", "2s").with("send-deadline", "2s"))
                .send(Attempts.FIRST).outcome();
    }

    private Outcome send(String expected) {
        return expected.equals("Unconfirmed") ? sendInVain() : send();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201})
    void isAcceptedWithItsSid(int status) {
        twilio.onPost(reply(status, "", "{\"sid\": \"SM7\", \"status\": \"accepted\", \"num_segments\": \"0\"}"));
        assertThat(send()).isInstanceOfSatisfying(Outcome.Accepted.class, accepted -> {
            assertThat(accepted.messageId()).isEqualTo("SM7");
            assertThat(accepted.details()).containsEntry("segments", 1).containsEntry("encoding", "GSM-7")
                    .containsEntry("twilioStatus", "accepted");
        });
        assertThat(twilio.posts()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"400, 21211, Refused", "400, 21606, Misconfigured", "401, 20003, Unavailable",
            "403, 20003, Misconfigured", "404, 20404, Misconfigured", "429, 20429, Deferred", "408, , Unconfirmed",
            "500, 20500, Unconfirmed", "502, , Unconfirmed", "503, , Unconfirmed", "504, , Unconfirmed",
            "301, , Misconfigured", "307, , Misconfigured", "407, , Unavailable"})
    void postsOnceWhateverTheStatus(int status, @Nullable String code, String outcome) {
        twilio.onPost(reply(status, "Location: /elsewhere\r\nWWW-Authenticate: Basic realm=\"t\"\r\n",
                code == null ? "<html>proxy</html>" : "{\"code\": " + code + ", \"message\": \"+15551234567\"}"));
        assertThat(send(outcome).getClass().getSimpleName()).isEqualTo(outcome);
        assertThat(twilio.posts()).hasSize(1);
    }

    @Test
    void leavesRetryAfterToTheCaller() {
        twilio.onPost(reply(429, "Retry-After: 86400\r\n", "{\"code\": 20429}"));
        assertThat(send()).isInstanceOfSatisfying(Outcome.Deferred.class,
                deferred -> assertThat(deferred.retryIn()).isEqualTo(Duration.ofDays(1)));
        assertThat(twilio.posts()).hasSize(1);
    }

    @Test
    void isUnconfirmedBy503WhateverRetryAfterSays() {
        twilio.onPost(reply(503, "Retry-After: 1\r\n", ""));
        assertThat(sendInVain()).isInstanceOf(Outcome.Unconfirmed.class);
        assertThat(twilio.posts()).hasSize(1);
    }

    @Test
    void hasNoRetryInWithoutRetryAfter() {
        twilio.onPost(reply(429, "", "{\"code\": 20429}"));
        assertThat(send()).isInstanceOfSatisfying(Outcome.Deferred.class,
                deferred -> assertThat(deferred.retryIn()).isZero());
    }

    @Test
    void isUnconfirmedWhenTheReplyNeverComes() {
        twilio.onPost(twilio.silence());
        assertThat(sendInVain()).isInstanceOf(Outcome.Unconfirmed.class);
        assertThat(twilio.posts()).hasSize(1);
    }

    @Test
    void isUnconfirmedWhenTheRequestIsNeverRead() {
        twilio.deaf();
        assertThat(sendInVain()).isInstanceOf(Outcome.Unconfirmed.class);
        twilio.close();
        await().untilAsserted(() -> assertThat(twilio.posts()).hasSize(1));
    }

    @Test
    void isUnconfirmedWhenTheReplyDrips() {
        twilio.onPost((request, connection) -> {
            connection.raw("HTTP/1.1 201 Created\r\nContent-Length: 1000000\r\n\r\n");
            while (true) {
                connection.raw(" "); // faster than any read timeout
            }
        });
        assertThat(sendInVain()).isInstanceOf(Outcome.Unconfirmed.class);
        assertThat(twilio.posts()).hasSize(1);
    }

    @Test
    void isUnconfirmedWhenTheConnectionIsReset() {
        twilio.onPost((request, connection) -> connection.reset());
        assertThat(sendInVain()).isInstanceOf(Outcome.Unconfirmed.class);
        assertThat(twilio.posts()).hasSize(1);
    }

    @Test
    void isUnconfirmedWhenTheConnectionIsClosedWithoutReply() {
        twilio.onPost((request, connection) -> connection.socket().close());
        assertThat(sendInVain()).isInstanceOf(Outcome.Unconfirmed.class);
        assertThat(twilio.posts()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", NO_SID, "{}", "[]", "null", "<html></html>", "{\"sid\": null}", "{\"sid\": \"\"}"})
    void isUnconfirmedWhenA201IsUnreadable(String body) {
        twilio.onPost(reply(201, "", body));
        assertThat(sendInVain()).isInstanceOf(Outcome.Unconfirmed.class);
        assertThat(twilio.posts()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"201, Unconfirmed", "400, Refused", "401, Unavailable", "429, Deferred"})
    void judgesByTheStatusWhenTheBodyBreaksOff(int status, String outcome) {
        twilio.onPost((request, connection) -> {
            connection.raw("HTTP/1.1 " + status + " Status\r\nContent-Length: 1000\r\n\r\n{\"sid\": \"SM");
            connection.socket().close();
        });
        assertThat(send(outcome).getClass().getSimpleName()).isEqualTo(outcome);
        assertThat(twilio.posts()).hasSize(1);
    }

    @Test
    void isAcceptedWhereASidCameBeforeTheReplyBrokeOff() {
        twilio.onPost((request, connection) -> {
            connection.raw("HTTP/1.1 201 Created\r\nContent-Length: 1000\r\n\r\n{\"sid\": \"SM7\", \"sta");
            connection.socket().close();
        });
        assertThat(send()).isInstanceOfSatisfying(Outcome.Accepted.class,
                accepted -> assertThat(accepted.messageId()).isEqualTo("SM7"));
    }

    @Test
    void boundsEveryValueOfAReply() {
        String huge = "x".repeat(4_000_000);
        twilio.onPost(reply(201, "", "{\"sid\": \"SM7\", \"num_segments\": \"1000000000000\", \"status\": \"" + huge
                + "\"}"));
        assertThat(send()).isInstanceOfSatisfying(Outcome.Accepted.class, accepted -> {
            assertThat(accepted.details()).containsEntry("twilioStatus", "unknown").containsEntry("segments", 1);
            assertThat(accepted.toString()).hasSizeLessThan(500);
        });
        twilio.onPost(reply(201, "", "{\"sid\": \"SM" + huge + "\"}"));
        assertThat(sendInVain()).isInstanceOf(Outcome.Unconfirmed.class);
        twilio.onPost(reply(400, "", "{\"code\": 21610, \"message\": \"no \\u202e+15551234567 " + huge + "\"}"));
        assertThat(send()).isInstanceOfSatisfying(Outcome.Refused.class,
                refused -> assertThat(refused.toString()).hasSizeLessThan(1000));
        twilio.onPost(reply(400, "", "{\"code\": " + "9".repeat(900) + "}"));
        assertThat(send()).isInstanceOf(Outcome.Refused.class);
        twilio.onPost(reply(201, "", "[".repeat(60_000)));
        assertThat(sendInVain()).isInstanceOf(Outcome.Unconfirmed.class);
    }

    @Test
    void quotesTwilioWithoutWhatIsNobodysBusiness() {
        twilio.onPost(reply(400, "", """
            {"code": 21610, "message": "Attempt to send 'Hello' to +15551234567 from +15557654321: unsubscribed"}"""));
        assertThat(send()).isInstanceOfSatisfying(Outcome.Refused.class, refused -> assertThat(refused.reply())
                .isEqualTo(new ProviderReply("21610", "Attempt to send '***' to *** from ***: unsubscribed")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 201 ", "HTTP/1.1 201 Created\r\nX-", "HTTP/1.1 201 Created\r\nX: "})
    void isUnconfirmedWhereALineOfTheReplyNeverEnds(String start) {
        twilio.onPost((request, connection) -> {
            connection.raw(start);
            String more = "x".repeat(100_000);
            while (true) {
                connection.raw(more);
            }
        });
        assertThat(sendInVain()).isInstanceOf(Outcome.Unconfirmed.class);
        assertThat(twilio.posts()).hasSize(1);
    }

    @Test
    void isUnconfirmedWhereTheHeadersNeverEnd() {
        twilio.onPost((request, connection) -> {
            connection.raw("HTTP/1.1 201 Created\r\n");
            String more = "X: y\r\n".repeat(10_000);
            while (true) {
                connection.raw(more);
            }
        });
        assertThat(sendInVain()).isInstanceOf(Outcome.Unconfirmed.class);
        assertThat(twilio.posts()).hasSize(1);
    }

    @Test
    void isAcceptedWhereTheBodyNeverEnds() {
        twilio.onPost((request, connection) -> {
            connection
                    .raw("HTTP/1.1 201 Created\r\nConnection: close\r\n\r\n{\"sid\": \"SM7\", \"status\": \"queued\",");
            String more = " ".repeat(100_000);
            while (true) {
                connection.raw(more);
            }
        });
        assertThat(send()).isInstanceOfSatisfying(Outcome.Accepted.class,
                accepted -> assertThat(accepted.messageId()).isEqualTo("SM7"));
        assertThat(twilio.posts()).hasSize(1);
    }

    @Test
    void marksTheHandoverWhenTheConnectionIsThereAndNothingIsWritten() {
        AtomicInteger connectionsAtMark = new AtomicInteger(-1);
        AtomicInteger postsAtMark = new AtomicInteger(-1);
        Outcome outcome = delivery(Senders.oneAt(twilio.url())).send(new Attempt(Progress.NONE, before -> {
            await().until(() -> twilio.connections() == 1);
            connectionsAtMark.set(twilio.connections());
            postsAtMark.set(twilio.posts().size());
        })).outcome();
        assertThat(outcome).isInstanceOf(Outcome.Accepted.class);
        assertThat(connectionsAtMark).hasValue(1);
        assertThat(postsAtMark).hasValue(0);
    }

    @Test
    void writesNothingWhereTheHandoverCannotBeNoted() {
        Outcome outcome = delivery(Senders.oneAt(twilio.url())).send(new Attempt(Progress.NONE, before -> {
            throw new HandoverMark.NotNotedException("The ledger does not answer.", new IOException());
        })).outcome();
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Unavailable.class,
                unavailable -> assertThat(unavailable.reason()).contains("The ledger does not answer."));
        assertThat(twilio.posts()).isEmpty();
    }

    @Test
    void marksNothingWhereNoConnectionIsThere() {
        AtomicInteger marks = new AtomicInteger();
        Outcome outcome = delivery(Senders.oneAt(URI.create("http://localhost:1")))
                .send(new Attempt(Progress.NONE, before -> marks.incrementAndGet())).outcome();
        assertThat(outcome).isInstanceOf(Outcome.Unavailable.class);
        assertThat(marks).hasValue(0);
    }

    @Test
    void isUnconfirmedWhenTheReplyIsNotHttp() {
        twilio.onPost((request, connection) -> {
            connection.raw("SSH-2.0-OpenSSH_9.2\r\n\r\n");
            connection.socket().close();
        });
        assertThat(sendInVain()).isInstanceOf(Outcome.Unconfirmed.class);
        assertThat(twilio.posts()).hasSize(1);
    }

    @Test
    void isUnavailableWhenNobodyListens() {
        assertThat(delivery(Senders.oneAt(URI.create("http://localhost:1"))).send(Attempts.FIRST).outcome())
                .isInstanceOf(Outcome.Unavailable.class);
    }

    @Test
    void isUnavailableWhenTheHostNameIsUnknown() {
        Outcome outcome = delivery(Senders.oneAt(URI.create("http://herald.invalid"))).send(Attempts.FIRST).outcome();
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Unavailable.class,
                unavailable -> assertThat(unavailable.reason()).contains("host name of base-url"));
    }

    @Test
    void isUnavailableWhenTlsFails() {
        twilio.onPost(created("SM1"));
        URI https = URI.create(twilio.url().toString().replace("http:", "https:"));
        Outcome outcome = delivery(Senders.oneAt(https).with("connect-timeout", "300ms")).send(Attempts.FIRST)
                .outcome();
        assertThat(outcome).isInstanceOf(Outcome.Unavailable.class);
        assertThat(twilio.posts()).isEmpty();
    }

    @Test
    void isUnavailableWhenTheServerNeverSpeaksTls() {
        twilio.deaf();
        URI https = URI.create(twilio.url().toString().replace("http:", "https:"));
        Outcome outcome = delivery(Senders.oneAt(https).with("connect-timeout", "300ms")).send(Attempts.FIRST)
                .outcome();
        assertThat(outcome).isInstanceOf(Outcome.Unavailable.class);
    }

    @Test
    void isUnavailableWhenNoConnectionIsAccepted() throws IOException {
        ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        opened.add(full);
        fill(full);
        Outcome outcome = delivery(Senders.oneAt(URI.create("http://127.0.0.1:" + full.getLocalPort()))
                .with("connect-timeout", "300ms")).send(Attempts.FIRST).outcome();
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Unavailable.class,
                unavailable -> assertThat(unavailable.reason()).contains("connect-timeout"));
    }

    private void fill(ServerSocket server) throws IOException {
        while (true) {
            Socket socket = new Socket();
            opened.add(socket);
            try {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()), 1000);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
    }

    @Test
    void isUnavailableAfterShutdown() throws Exception {
        Delivery delivery = delivery(Senders.oneAt(twilio.url()));
        opened.removeFirst().close();
        assertThat(delivery.send(Attempts.FIRST).outcome()).isInstanceOf(Outcome.Unavailable.class);
        assertThat(twilio.posts()).isEmpty();
    }

    @Test
    void reusesItsConnection() {
        Delivery delivery = delivery(Senders.oneAt(twilio.url()));
        for (int i = 0; i < 5; i++) {
            assertThat(delivery.send(Attempts.FIRST).outcome()).isInstanceOf(Outcome.Accepted.class);
        }
        assertThat(twilio.posts()).hasSize(5);
        assertThat(twilio.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void neitherRepeatsNorDoubtsWhereTheServerClosedTheIdleConnection(boolean reset) throws Exception {
        CountDownLatch closed = new CountDownLatch(2);
        twilio.onPost((request, connection) -> {
            connection.reply(201, "", "{\"sid\": \"SM1\"}");
            if (reset) {
                connection.reset();
            } else {
                connection.socket().close();
            }
            closed.countDown();
        });
        Delivery delivery = delivery(Senders.oneAt(twilio.url()));
        assertThat(delivery.send(Attempts.FIRST).outcome()).isInstanceOf(Outcome.Accepted.class);
        await().until(() -> closed.getCount() == 1);
        assertThat(delivery.send(Attempts.FIRST).outcome()).isInstanceOf(Outcome.Accepted.class);
        assertThat(twilio.posts()).hasSize(2);
        assertThat(twilio.connections()).isEqualTo(2);
    }
}
