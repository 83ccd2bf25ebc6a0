package dev.herald.sandbox;

import dev.herald.sandbox.engine.InstanceWatch;
import dev.herald.sandbox.engine.Instance;
import dev.herald.message.ActionType;
import io.camunda.client.CamundaClient;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs every example once, all at the same time, and reports in the order of their names. */
final class Examples {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final InstantSource clock = InstantSource.system();
    private final List<Example> examples;
    private final CamundaClient client;
    private final InstanceWatch watch;
    private final Outbox outbox;
    private final Report report;
    private final boolean arrivesHere;

    /** @param arrivesHere whether everything goes to the sandbox's own servers, so that what is said to be sent has to arrive */
    Examples(List<Example> examples, CamundaClient client, InstanceWatch watch, Outbox outbox, Report report,
            boolean arrivesHere) {
        this.examples = examples;
        this.client = client;
        this.watch = watch;
        this.outbox = outbox;
        this.report = report;
        this.arrivesHere = arrivesHere;
    }

    /** Whether every example ended as it says. */
    boolean run(PrintStream out) throws InterruptedException {
        Map<Example, Long> instances = new LinkedHashMap<>();
        for (Example example : examples) {
            instances.put(example, client.newCreateInstanceCommand().bpmnProcessId(example.processId()).latestVersion()
                    .variables(example.variables().toString()).send().join().getProcessInstanceKey());
        }
        Instant deadline = clock.instant().plus(PATIENCE);
        int succeeded = 0;
        for (Map.Entry<Example, Long> started : instances.entrySet()) {
            Instance instance = watch.awaitSettled(started.getValue(), Duration.between(clock.instant(), deadline));
            List<String> differences = differences(started.getKey(), instance);
            succeeded += differences.isEmpty() ? 1 : 0;
            out.println(report.of(started.getKey(), instance, differences));
            out.println();
        }
        out.println(succeeded + " of " + examples.size() + " examples ended as they should.");
        return succeeded == examples.size();
    }

    private List<String> differences(Example example, Instance instance) {
        List<String> differences = new ArrayList<>(example.expectation().differences(instance));
        if (arrivesHere) {
            instance.allResults().filter(result -> result.status().equals("sent")).forEach(result -> {
                int arrived = result.messageId() == null ? 0 : outbox.find(result.action(), result.messageId()).size();
                if (arrived != 1) {
                    differences.add((result.action() == ActionType.SEND_SMS ? "an SMS" : "an email")
                            + " that is said to be sent arrived " + arrived + " times");
                }
            });
        }
        return differences;
    }
}
