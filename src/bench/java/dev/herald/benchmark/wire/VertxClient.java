package dev.herald.benchmark.wire;

import dev.herald.benchmark.local.Load;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.StartTLSOptions;
import java.util.concurrent.TimeUnit;

/** Vert.x's mail client with its pool, used as it likes best: each message is sent where the one before has ended. */
final class VertxClient implements MailClient {
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setUseDaemonThread(true));
    private final io.vertx.ext.mail.MailClient client;

    VertxClient(int port) {
        client = io.vertx.ext.mail.MailClient.create(vertx, new MailConfig("localhost", port)
                .setStarttls(StartTLSOptions.REQUIRED).setLogin(LoginOption.REQUIRED).setUsername(USER)
                .setPassword(PASSWORD).setTrustAll(true).setMaxPoolSize(AT_ONCE).setMaxMailsPerConnection(0));
    }

    @Override
    public Load start() {
        Load load = new Load(AT_ONCE);
        for (int i = 0; i < AT_ONCE; i++) {
            sendNext(load);
        }
        return load;
    }

    private void sendNext(Load load) {
        if (!load.goesOn()) {
            load.finished(null);
            return;
        }
        MailMessage message = new MailMessage(FROM, TO, SUBJECT, TEXT);
        client.sendMail(message).onSuccess(sent -> sendNext(load)).onFailure(load::finished);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS).join();
    }
}
