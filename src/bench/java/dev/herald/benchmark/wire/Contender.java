package dev.herald.benchmark.wire;

import dev.herald.benchmark.local.Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * One way to send email.
 *
 * @param name in the table
 * @param encrypted whether it speaks TLS and AUTH
 * @param opener connects it with a server
 */
record Contender(String name, boolean encrypted, Opener opener) {
    static final String HERALD = "Herald";
    static final String SPRING = "JavaMailSenderImpl, a connection per message";
    static final String VERTX = "Vert.x mail client, pooled";

    interface Opener {
        MailClient open(int port, Certificate certificate) throws Exception;
    }

    static List<Contender> present() {
        List<Contender> contenders = new ArrayList<>();
        contenders.add(new Contender(HERALD, true, HeraldClient::new));
        contenders.add(new Contender(SPRING, true, (port, certificate) -> new SpringClient(port)));
        contenders.add(new Contender(VERTX, true, (port, certificate) -> new VertxClient(port)));
        contenders.add(new Contender("Simple Java Mail, batch module", true,
                (port, certificate) -> new SimpleJavaMailClient(port)));
        SmtpSource.find().ifPresent(program -> contenders.add(new Contender("smtp-source, plain text", false,
                (port, certificate) -> new SmtpSource(program, port))));
        return contenders;
    }
}
