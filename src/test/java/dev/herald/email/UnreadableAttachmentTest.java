package dev.herald.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.herald.email.smtp.FaultySmtpServer;
import dev.herald.message.Attempts;
import dev.herald.message.Channel.Preparation;
import dev.herald.message.Delivery;
import dev.herald.message.Outcome;
import dev.herald.message.file.Attachment;
import dev.herald.message.file.Content;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A file that can't be read to its end. */
class UnreadableAttachmentTest {
    private static final byte[] BYTES = new byte[500_000];

    private final FaultySmtpServer server = FaultySmtpServer.start();
    private final Mailer mailer = Mailer.with(Presets.on(server.port()));
    private final AtomicBoolean readable = new AtomicBoolean(true);

    @AfterEach
    void close() {
        mailer.close();
        server.close();
    }

    @Test
    void leavesNothingSentWhereItFailsInTheMiddleOfTheMessage() {
        Delivery delivery = mailer.delivery(email(() -> new IOException("the disk is gone")).build());
        readable.set(false);

        assertThat(delivery.send(Attempts.FIRST).outcome()).isInstanceOfSatisfying(
                Outcome.Unavailable.class,
                later -> assertThat(later.reason())
                        .isEqualTo("herald.smtp.presets.default: an attachment could not be read"
                                + " (the transfer of the message)"));
        await().until(() -> server.openConnections() == 0);
        assertThat(server.accepted()).isEmpty();

        readable.set(true);
        assertThat(delivery.send(Attempts.FIRST).outcome()).isInstanceOf(Outcome.Accepted.class);
        assertThat(server.accepted()).hasSize(1);
    }

    @Test
    void leavesNothingSentWhereItFailsInAnUnexpectedWay() {
        Delivery delivery = mailer
                .delivery(email(() -> new UncheckedIOException(new IOException("the disk is gone"))).build());
        readable.set(false);

        assertThat(delivery.send(Attempts.FIRST).outcome()).isInstanceOf(Outcome.Unavailable.class);
        await().until(() -> server.openConnections() == 0);
        assertThat(server.accepted()).isEmpty();
    }

    @Test
    void isUnavailableWhereItCanNotBeReadAtAll() {
        readable.set(false);

        assertThat(mailer.prepare(email(() -> new IOException("the disk is gone")).build()))
                .isInstanceOfSatisfying(Preparation.NotSendable.class, no -> assertThat(no.outcome())
                        .isInstanceOf(Outcome.Unavailable.class));
        assertThat(server.connections()).isZero();
    }

    private Emails email(Supplier<Exception> problem) {
        Content content = new Content() {
            @Override
            public InputStream open() {
                InputStream in = new ByteArrayInputStream(BYTES);
                return readable.get() ? in : new SequenceInputStream(in, new Failing(problem));
            }

            @Override
            public long length() {
                return BYTES.length;
            }
        };
        return Emails.email().attachments(new Attachment("a.bin", "application/octet-stream", content, false, null));
    }

    private static final class Failing extends InputStream {
        private final Supplier<Exception> problem;

        Failing(Supplier<Exception> problem) {
            this.problem = problem;
        }

        @Override
        public int read() throws IOException {
            switch (problem.get()) {
                case IOException e -> throw e;
                case RuntimeException e -> throw e;
                case Exception e -> throw new AssertionError(e);
            }
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
        }
    }
}
