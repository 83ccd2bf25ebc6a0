package dev.herald.sandbox;

import dev.herald.message.ActionType;
import dev.herald.sandbox.engine.Instance;
import dev.herald.sandbox.engine.InstanceWatch;
import io.camunda.client.CamundaClient;
import io.camunda.client.api.command.ClientException;
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
    private final Catalog catalog;
    private final CamundaClient client;
    private final InstanceWatch watch;
    private final Outbox outbox;
    private final Report report;
    private final boolean arrivesHere;

    /** @param arrivesHere whether everything goes to the sandbox's own servers, so that what is said to be sent has to arrive */
    Examples(Catalog catalog, CamundaClient client, InstanceWatch watch, Outbox outbox, Report report,
            boolean arrivesHere) {
        this.catalog = catalog;
        this.client = client;
        this.watch = watch;
        this.outbox = outbox;
        this.report = report;
        this.arrivesHere = arrivesHere;
    }

    /** Whether every file was taken and every example ended as it says. */
    boolean run(PrintStream out) throws InterruptedException {
        List<Catalog.Source> faulty = catalog.faulty();
        faulty.forEach(file -> out.printf("%s%n%n", report.of(file)));
        List<Example> examples = catalog.examples();
        Map<Example, Long> instances = new LinkedHashMap<>();
        for (Example example : examples) {
            try {
                instances.put(example,
                        client.newCreateInstanceCommand().bpmnProcessId(example.processId()).latestVersion()
                                .variables(example.variables().toString()).send().join().getProcessInstanceKey());
            } catch (ClientException e) { // as a rule there is no such process
                out.printf("%s%n%n", Report.notStarted(example, e));
            }
        }
        Instant deadline = clock.instant().plus(PATIENCE);
        int succeeded = 0;
        int unchecked = 0;
        for (Map.Entry<Example, Long> started : instances.entrySet()) {
            Example example = started.getKey();
            Instance instance = watch.awaitSettled(started.getValue(), Duration.between(clock.instant(), deadline));
            List<String> differences = differences(example, instance);
            out.printf("%s%n%n", report.of(example, instance, differences));
            succeeded += differences.isEmpty() ? 1 : 0;
            unchecked += differences.isEmpty() && example.expectation().isEmpty() ? 1 : 0;
        }
        catalog.withoutExample()
                .forEach(id -> out.printf("        %s%n    no %s%s: its page starts it, with variables of yours%n%n",
                        id, id, Catalog.EXAMPLE));
        out.printf("%d of %d examples ended as they should%s.%n", succeeded - unchecked, examples.size() - unchecked,
                unchecked > 0 ? ", " + unchecked + " expected nothing" : "");
        return succeeded == examples.size() && faulty.isEmpty();
    }

    private List<String> differences(Example example, Instance instance) {
        List<String> differences = new ArrayList<>(
                example.expectation().differences(instance, outbox.copies(instance).size()));
        if (arrivesHere) {
            instance.allResults().filter(result -> result.status().equals("sent") && !result.isAssumed())
                    .forEach(result -> {
                        int arrived = result.messageId() == null
                                ? 0
                                : outbox.find(result.action(), result.messageId()).size();
                        if (arrived != 1) {
                            differences.add((result.action() == ActionType.SEND_SMS ? "an SMS" : "an email")
                                    + " that is said to be sent arrived " + arrived + " times");
                        }
                    });
        }
        return differences;
    }
}
