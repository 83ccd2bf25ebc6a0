package dev.herald.benchmark.wire;

import dev.herald.benchmark.local.Load;
import java.util.concurrent.Future;
import org.simplejavamail.api.email.Email;
import org.simplejavamail.api.mailer.Mailer;
import org.simplejavamail.api.mailer.config.TransportStrategy;
import org.simplejavamail.email.EmailBuilder;
import org.simplejavamail.mailer.MailerBuilder;

/** Simple Java Mail, whose batch module keeps connections. */
final class SimpleJavaMailClient implements MailClient {
    private final Mailer mailer;

    SimpleJavaMailClient(int port) {
        mailer = MailerBuilder.withSMTPServer("localhost", port, USER, PASSWORD)
                .withTransportStrategy(TransportStrategy.SMTP_TLS).trustingSSLHosts("localhost")
                .withConnectionPoolCoreSize(AT_ONCE).withConnectionPoolMaxSize(AT_ONCE).buildMailer();
    }

    @Override
    public Load start() {
        return Load.ofThreads(AT_ONCE, () -> mailer.sendMail(email()).get());
    }

    private static Email email() {
        return EmailBuilder.startingBlank().from(FROM).to(TO).withSubject(SUBJECT).withPlainText(TEXT).buildEmail();
    }

    @Override
    public void close() {
        Future<Void> unused = mailer.shutdownConnectionPool();
    }
}
