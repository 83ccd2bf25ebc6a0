package dev.herald.benchmark.engine;

import io.camunda.client.CamundaClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;

/** A worker that only completes its jobs, in a JVM of its own, until its standard input ends. */
final class CompletingWorker {
    static final String JOB_TYPE = "completes";
    static final String JOB_TYPE_WITH_RESULT = "completes_with_result";
    private static final Map<String, Object> RESULT = Map.of("emailResult", Map.of("status", "sent", "message",
            "Email has been successfully sent.", "messageId", "<2251799813685281.0123456789abcdef@herald.example>"));

    private CompletingWorker() {}

    public static void main(String[] args) throws IOException {
        try (CamundaClient client = CamundaClient.newClientBuilder().grpcAddress(URI.create(args[0]))
                .preferRestOverGrpc(false).build()) {
            work(client, JOB_TYPE, Map.of());
            work(client, JOB_TYPE_WITH_RESULT, RESULT);
            while (System.in.read() >= 0) {
                // not yet
            }
        }
        System.exit(0);
    }

    /** With the settings that Herald's workers have. */
    private static void work(CamundaClient client, String jobType, Map<String, Object> result) {
        client.newWorker().jobType(jobType).handler((jobs, job) -> {
            // not waited for: as fast as it can be
            Future<?> unused = jobs.newCompleteCommand(job).variables(result).send();
        }).maxJobsActive(64).pollInterval(Duration.ofMillis(10)).timeout(Duration.ofMinutes(5)).open();
    }
}
