package dev.herald.benchmark.cost;

import dev.herald.HeraldApplication;
import dev.herald.benchmark.local.Forwarding;
import dev.herald.benchmark.local.KnownCluster;
import dev.herald.ledger.Ledger;
import dev.herald.message.Channel;
import dev.herald.message.Cluster;
import dev.herald.zeebe.SendSmsWorker;
import dev.herald.zeebe.SmtpSendEmailWorker;
import io.camunda.client.api.worker.JobClient;
import io.camunda.client.spring.properties.CamundaClientProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** Herald as it runs in production, but with an engine and providers that answer at once. */
final class HeraldInside implements AutoCloseable {
    private static final AtomicLong KEYS = new AtomicLong(System.currentTimeMillis() << 20);

    private final InstantEngine engine = new InstantEngine();
    private final ConfigurableApplicationContext context;
    private final SmtpSendEmailWorker email;
    private final SendSmsWorker sms;

    /** What the starter would bring if it were to open a client of its own. */
    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(CamundaClientProperties.class)
    static class WithoutClient {}

    HeraldInside(Path folder, boolean withLedger) throws IOException {
        Path database = folder.resolve("benchmark-ledger.db");
        if (withLedger) {
            for (String suffix : new String[]{"", "-wal", "-shm"}) {
                Files.deleteIfExists(Path.of(database + suffix));
            }
        }
        String url = withLedger ? "jdbc:sqlite:" + database : "jdbc:sqlite::memory:";
        context = new SpringApplicationBuilder(HeraldApplication.class, WithoutClient.class)
                .web(WebApplicationType.NONE).registerShutdownHook(false)
                .properties(Map.of("camunda.client.enabled", "false", "logging.level.root", "warn"))
                .initializers(application -> application.addBeanFactoryPostProcessor(beans -> {
                    beans.registerSingleton("camundaClient", engine.client());
                    beans.addBeanPostProcessor(new Shortcuts(withLedger));
                })).run("--spring.datasource.url=" + url, "--herald.smtp.presets.default.host=localhost",
                        "--herald.smtp.presets.default.sender=no-reply@herald.example",
                        "--herald.smtp.presets.default.max-connections=64",
                        "--herald.sms.senders.default.account-sid=AC00000000000000000000000000000000",
                        "--herald.sms.senders.default.auth-token=token",
                        "--herald.sms.senders.default.from=+15557654321");
        email = context.getBean(SmtpSendEmailWorker.class);
        sms = context.getBean(SendSmsWorker.class);
    }

    /**
     * Brings a job to its completion.
     *
     * @return when that was, as {@link System#nanoTime}
     */
    long work(Task task) {
        CompletableFuture<Long> completedAt = new CompletableFuture<>();
        JobClient jobClient = engine.jobClient(completedAt);
        var job = engine.job(KEYS.incrementAndGet(), task.variables());
        switch (task) {
            case EMAIL -> email.sendEmail(jobClient, job);
            case SMS -> sms.sendSms(jobClient, job);
        }
        return completedAt.join();
    }

    long completed() {
        return engine.completed();
    }

    @Override
    public void close() {
        context.close();
    }

    /** Puts what answers at once in the place of what would take time elsewhere. */
    private record Shortcuts(boolean withLedger) implements BeanPostProcessor {
        @Override
        public Object postProcessAfterInitialization(Object bean, String name) {
            return switch (bean) {
                case Channel<?> channel -> new Forwarding.Through<>(channel, InstantDelivery::new);
                case Cluster cluster -> new KnownCluster();
                case Ledger ledger when !withLedger -> new NoLedger();
                default -> bean;
            };
        }
    }
}
