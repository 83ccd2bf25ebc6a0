package dev.herald.sandbox.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalSmtpServerTest {

    @Test
    void keepsTheEnvelopeAndEveryByteOfWhatItTookOver() throws Exception {
        try (var server = LocalSmtpServer.start(); var client = new Conversation(server)) {
            client.greet();
            client.say("MAIL FROM:<no-reply@herald.example>");
            client.say("RCPT TO:<ada@example.org>");
            client.say("RCPT TO:<bob@example.org>");
            client.say("DATA");
            assertThat(client.say("Subject: Grüße\r\n\r\n..starts with a dot\r\n.")).startsWith("250 ");

            assertThat(server.mailbox().newestFirst()).singleElement().satisfies(mail -> {
                assertThat(mail.sender()).isEqualTo("no-reply@herald.example");
                assertThat(mail.recipients()).containsExactly("ada@example.org", "bob@example.org");
                assertThat(mail.raw())
                        .isEqualTo("Subject: Grüße\r\n\r\n.starts with a dot\r\n".getBytes(StandardCharsets.UTF_8));
            });
        }
    }

    @Test
    void refusesAnUnknownRecipientForGood() throws Exception {
        try (var server = LocalSmtpServer.start(); var client = new Conversation(server)) {
            client.greet();
            client.say("MAIL FROM:<no-reply@herald.example>");

            assertThat(client.say("RCPT TO:<Unknown@example.org>")).startsWith("550 5.1.1 ");
            assertThat(client.say("RCPT TO:<ada@example.org>")).startsWith("250 ");
        }
    }

    @Test
    void refusesAGreylistedRecipientOnlyTheFirstTime() throws Exception {
        try (var server = LocalSmtpServer.start(); var client = new Conversation(server)) {
            client.greet();
            client.say("MAIL FROM:<no-reply@herald.example>");

            assertThat(client.say("RCPT TO:<greylisted@example.org>")).startsWith("451 4.7.1 ");
            assertThat(client.say("RCPT TO:<greylisted@example.org>")).startsWith("250 ");
            assertThat(client.say("RCPT TO:<greylisted@example.com>")).startsWith("451 4.7.1 ");
        }
    }

    @Test
    void isTooBusyTwiceForAMessageToThatRecipient() throws Exception {
        try (var server = LocalSmtpServer.start(); var client = new Conversation(server)) {
            client.greet();
            client.say("MAIL FROM:<no-reply@herald.example>");

            assertThat(List.of(client.say("RCPT TO:<busy@example.org>"), client.say("RCPT TO:<busy@example.org>"),
                    client.say("RCPT TO:<busy@example.org>"), client.say("RCPT TO:<busy@example.org>")))
                    .extracting(reply -> reply.substring(0, 3))
                    .containsExactly("432", "432", "250", "432");
        }
    }

    @Test
    void closesTheLineWith421ForThatRecipient() throws Exception {
        try (var server = LocalSmtpServer.start(); var client = new Conversation(server)) {
            client.greet();
            client.say("MAIL FROM:<no-reply@herald.example>");

            assertThat(client.say("RCPT TO:<closing@example.org>")).startsWith("421 4.3.2 ");
            assertThat(client.replies.readLine()).isNull();
        }
    }

    @Test
    void hasNoRoomForThatRecipientHoweverOftenItIsTried() throws Exception {
        try (var server = LocalSmtpServer.start(); var client = new Conversation(server)) {
            client.greet();
            client.say("MAIL FROM:<no-reply@herald.example>");
            for (int attempt = 1; attempt <= 5; attempt++) {
                assertThat(client.say("RCPT TO:<full@example.org>")).startsWith("452 4.2.2 ");
            }
        }
    }

    @Test
    void refusesTheContentForThatRecipient() throws Exception {
        try (var server = LocalSmtpServer.start(); var client = new Conversation(server)) {
            client.greet();

            assertThat(client.send("unwanted@example.org")).startsWith("554 5.7.1 ");
            assertThat(server.mailbox().newestFirst()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"answer-lost@example.org, 1", "message-lost@example.org, 0"})
    void dropsTheLineAfterTheDotWhetherItTookTheMessageOrNot(String recipient, int taken) throws Exception {
        try (var server = LocalSmtpServer.start()) {
            try (var client = new Conversation(server)) {
                client.greet();
                assertThatThrownBy(() -> client.send(recipient))
                        .isInstanceOfAny(EOFException.class, SocketException.class);
            }
            assertThat(server.mailbox().newestFirst()).hasSize(taken);

            try (var client = new Conversation(server)) {
                client.greet();
                assertThat(client.send(recipient)).startsWith("250 ");
            }
        }
    }

    @Test
    void greetsTheFirstConnectionsOfARecoveringServerWith421() throws Exception {
        try (var server = LocalSmtpServer.startRecovering(new Mailbox(1), 2)) {
            assertThat(List.of(greetingOf(server), greetingOf(server), greetingOf(server)))
                    .extracting(greeting -> greeting.substring(0, 3)).containsExactly("421", "421", "220");
        }
    }

    @Test
    void dropsTheOldestEmailWhenTheMailboxIsFull() {
        Mailbox mailbox = new Mailbox(2);
        for (String subject : List.of("first", "second", "third")) {
            mailbox.add("", List.of(), subject.getBytes(StandardCharsets.UTF_8));
        }

        assertThat(mailbox.newestFirst()).extracting(ReceivedMail::number).containsExactly(3L, 2L);
        assertThat(mailbox.find(1)).isEmpty();
        assertThat(mailbox.received()).isEqualTo(3);
    }

    private static String greetingOf(LocalSmtpServer server) {
        try (var client = new Conversation(server)) {
            return client.greeting;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Conversation implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader replies;
        private final String greeting;

        Conversation(LocalSmtpServer server) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
            replies = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            greeting = reply();
        }

        void greet() throws IOException {
            assertThat(say("EHLO localhost")).startsWith("250 ");
        }

        String send(String recipient) throws IOException {
            say("MAIL FROM:<no-reply@herald.example>");
            say("RCPT TO:<" + recipient + ">");
            say("DATA");
            return say("Subject: Hello\r\n\r\nHello\r\n.");
        }

        String say(String line) throws IOException {
            socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            return reply();
        }

        /** The last line of a reply (RFC 5321 section 4.2.1). */
        private String reply() throws IOException {
            String line = replies.readLine();
            if (line == null) {
                throw new EOFException("no reply");
            }
            while (line.charAt(3) == '-') {
                line = replies.readLine();
            }
            return line;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
