package dev.herald.benchmark.wire;

import dev.herald.benchmark.local.Load;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMessageHelper;

/** Spring's mail sender, as most workers use it. */
final class SpringClient implements MailClient {
    private final JavaMailSenderImpl sender = new JavaMailSenderImpl();

    SpringClient(int port) {
        sender.setHost("localhost");
        sender.setPort(port);
        sender.setUsername(USER);
        sender.setPassword(PASSWORD);
        sender.getJavaMailProperties().setProperty("mail.smtp.auth", "true");
        sender.getJavaMailProperties().setProperty("mail.smtp.starttls.enable", "true");
        sender.getJavaMailProperties().setProperty("mail.smtp.starttls.required", "true");
        sender.getJavaMailProperties().setProperty("mail.smtp.ssl.trust", "localhost");
    }

    @Override
    public Load start() {
        return Load.ofThreads(AT_ONCE, () -> sender.send(message()));
    }

    private MimeMessage message() throws MessagingException {
        MimeMessage message = sender.createMimeMessage();
        MimeMessageHelper helper = new MimeMessageHelper(message, "UTF-8");
        helper.setFrom(FROM);
        helper.setTo(TO);
        helper.setSubject(SUBJECT);
        helper.setText(TEXT);
        return message;
    }

    @Override
    public void close() {
        // it keeps no connection
    }
}
