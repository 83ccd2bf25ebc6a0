package dev.herald.zeebe;

import dev.herald.dispatch.DispatchSettings;
import dev.herald.dispatch.Dispatcher;
import dev.herald.message.Cluster;
import dev.herald.message.later.AcceptedMessages;
import dev.herald.message.later.DeliveryReceipts;
import dev.herald.message.later.EmailReceipts;
import io.camunda.client.CamundaClient;
import io.camunda.client.jobhandling.CamundaClientExecutorService;
import io.camunda.client.spring.properties.CamundaClientJobWorkerProperties;
import io.camunda.client.spring.properties.CamundaClientProperties;
import io.camunda.client.spring.properties.CamundaClientWorkerProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the job workers. */
@Configuration(proxyBeanMethods = false)
public class ZeebeConfiguration {
    /** What a job takes beyond its send: noting the outcome and telling Zeebe. */
    private static final Duration ANSWERING = Duration.ofSeconds(15);
    /** After the first attempt to deploy the background process. */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

    @Bean(destroyMethod = "shutdown")
    JobThreads jobThreads(CamundaClientProperties properties) {
        return new JobThreads(properties.getExecutionThreads());
    }

    @Bean
    CamundaClientExecutorService camundaClientExecutorService(JobThreads jobThreads) {
        return new CamundaClientExecutorService(jobThreads, false);
    }

    @Bean
    InFlight inFlight(DispatchSettings settings) {
        return new InFlight(settings.longestSend().plus(ANSWERING));
    }

    @Bean
    JobSlots jobSlots(CamundaClientProperties properties, Asking asking) {
        return new JobSlots(
                type -> worker(properties, type.jobType(), CamundaClientJobWorkerProperties::getMaxJobsActive),
                Runtime.getRuntime().maxMemory(), asking);
    }

    @Bean
    Asking asking(CamundaClientProperties properties) {
        return new Asking(System::nanoTime,
                type -> worker(properties, type, CamundaClientJobWorkerProperties::getPollInterval));
    }

    /** Of the probe for liveness, too. Looked at by itself, so that the log says it where nobody probes. */
    @Bean
    HealthIndicator workersHealthIndicator(Asking asking, InFlight inFlight, JobThreads jobThreads) {
        var unused = jobThreads.scheduleWithFixedDelay(asking::health, 15, 15, TimeUnit.SECONDS);
        return () -> inFlight.isRunning() ? asking.health() : Health.up().build();
    }

    @Bean
    EngineClock engineClock(CamundaClientProperties properties) {
        return new EngineClock(InstantSource.system(), System::nanoTime,
                type -> worker(properties, type, CamundaClientJobWorkerProperties::getTimeout));
    }

    /** By how much this machine's clock and the engine's are apart; Herald reckons with it. */
    @Bean
    HealthIndicator engineClockHealthIndicator(EngineClock clock) {
        return () -> Health.up().withDetail("aheadOfEngine", clock.ahead().toString()).build();
    }

    private static <T> T worker(CamundaClientProperties properties, String type,
            Function<CamundaClientJobWorkerProperties, @Nullable T> setting) {
        CamundaClientWorkerProperties workers = properties.getWorker();
        return Stream.of(workers.getOverride().get(type), workers.getDefaults()).filter(Objects::nonNull).map(setting)
                .filter(Objects::nonNull).findFirst().orElseThrow();
    }

    @Bean
    JobDesk jobDesk(Dispatcher dispatcher, CamundaClient client, BackgroundProcess background, InFlight inFlight,
            JobSlots slots, EngineClock clock, MeterRegistry meters) {
        return new JobDesk(dispatcher, new BackgroundDelivery(client, background), new Answering(clock), inFlight,
                slots, clock, meters);
    }

    @Bean
    BackgroundProcess backgroundProcess(CamundaClient client, JobThreads jobThreads, BackgroundSettings settings) {
        return new BackgroundProcess(client, jobThreads, settings, FIRST_PAUSE);
    }

    @Bean
    Cluster cluster(CamundaClient client) {
        return new MarkedCluster(client);
    }

    @Bean
    DeliveryReceipts deliveryReceipts(CamundaClient client, AcceptedMessages accepted) {
        return new SmsStatusMessages(client, accepted);
    }

    @Bean
    EmailReceipts emailReceipts(CamundaClient client) {
        return new EmailStatusMessages(client);
    }

    @Bean
    SmtpSendEmailWorker smtpSendEmailWorker(JobDesk desk) {
        return new SmtpSendEmailWorker(desk);
    }

    @Bean
    SendSmsWorker sendSmsWorker(JobDesk desk) {
        return new SendSmsWorker(desk);
    }
}
