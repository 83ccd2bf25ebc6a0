package dev.herald.zeebe;

import dev.herald.dispatch.DispatchSettings;
import dev.herald.dispatch.Dispatcher;
import dev.herald.message.DeliveryReceipts;
import io.camunda.client.CamundaClient;
import io.camunda.client.jobhandling.CamundaClientExecutorService;
import io.camunda.client.spring.properties.CamundaClientProperties;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the job workers. */
@Configuration(proxyBeanMethods = false)
public class ZeebeConfiguration {
    /** What a job takes beyond its send: noting the outcome and telling Zeebe. */
    private static final Duration ANSWERING = Duration.ofSeconds(15);

    /** Threads of our own, which the client does not interrupt when it is closed. */
    @Bean(destroyMethod = "shutdown")
    ScheduledThreadPoolExecutor jobThreads(CamundaClientProperties properties) {
        ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(properties.getExecutionThreads());
        threads.setRemoveOnCancelPolicy(true);
        threads.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return threads;
    }

    @Bean
    CamundaClientExecutorService camundaClientExecutorService(ScheduledThreadPoolExecutor jobThreads) {
        return new CamundaClientExecutorService(jobThreads, false);
    }

    @Bean
    InFlight inFlight(DispatchSettings settings) {
        return new InFlight(settings.longestSend().plus(ANSWERING));
    }

    @Bean
    JobDesk jobDesk(Dispatcher dispatcher, CamundaClient client, InFlight inFlight) {
        InstantSource clock = InstantSource.system();
        return new JobDesk(dispatcher, new BackgroundDelivery(client), new Answering(clock), inFlight, clock);
    }

    @Bean
    BackgroundProcess backgroundProcess(CamundaClient client, ScheduledThreadPoolExecutor jobThreads) {
        return new BackgroundProcess(client, jobThreads);
    }

    @Bean
    DeliveryReceipts deliveryReceipts(CamundaClient client) {
        return new SmsStatusMessages(client);
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
