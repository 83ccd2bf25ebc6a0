package dev.herald.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.herald.sandbox.engine.Instance;
import dev.herald.sandbox.engine.InstanceWatch;
import dev.herald.sandbox.engine.Models;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the page shows, in the form in which it is sent to the browser. */
final class PageData {
    private final Outbox outbox;
    private final InstanceWatch watch;
    private final Models models;
    private final Catalog catalog;
    private final Report report;
    private final String run = UUID.randomUUID().toString();

    PageData(Outbox outbox, InstanceWatch watch, Catalog catalog) {
        this.outbox = outbox;
        this.watch = watch;
        this.catalog = catalog;
        models = watch.models();
        report = new Report(models, outbox);
    }

    /**
     * @param run tells this sandbox from one that was there before
     * @param version grows with every change
     * @param instances those that changed since the version that the browser has, newest first
     */
    record State(String run, long version, long instancesVersion, List<ProcessView> processes, List<FileView> faulty,
            List<Summary> instances, List<MessageView> messages) {}

    /** @param definition what its diagram is found by */
    record ProcessView(String id, String definition, String description, JsonNode variables) {}

    record FileView(String name, List<ProblemView> problems) {}

    /** @param element null where it is about the whole file */
    record ProblemView(@Nullable String element, String name, String text) {}

    record Summary(String key, String processId, Instant startedAt, String status, String outcome) {}

    long version() {
        return watch.version() + outbox.version() + catalog.version();
    }

    /** @param seen the version of the instances that the browser has */
    State state(long seen) {
        long version = version(); // first, so that no change is missed
        long instancesVersion = watch.instancesVersion();
        List<Instance> instances = watch.newestFirst();
        Map<String, MessageView.Place> places = MessageView.places(instances, report);
        return new State(run, version, instancesVersion, processes(), faulty(),
                instances.stream().filter(instance -> instance.version() > seen).map(this::summary).toList(),
                Stream.concat(outbox.mails().stream().map(mail -> MessageView.of(mail, places)),
                        outbox.textMessages().stream().map(sms -> MessageView.of(sms, places)))
                        .sorted(Comparator.comparing(MessageView::at).reversed()).toList());
    }

    /** One's own first. */
    private List<ProcessView> processes() {
        Comparator<Models.Deployed> order = Comparator
                .comparing(deployed -> Tries.PROCESSES.contains(deployed.processId()));
        return catalog.startable().stream().sorted(order).map(this::process).toList();
    }

    private ProcessView process(Models.Deployed deployed) {
        String id = deployed.processId();
        Optional<Example> example = catalog.example(id);
        return new ProcessView(id, String.valueOf(deployed.key()),
                example.map(Example::description).filter(text -> !text.isEmpty()).orElse(deployed.documentation()),
                example.map(Example::variables).orElse(JsonNodeFactory.instance.objectNode()));
    }

    private List<FileView> faulty() {
        return catalog.faulty().stream().map(source -> new FileView(source.name(),
                source.problems().stream()
                        .map(problem -> new ProblemView(problem.element(),
                                problem.element() == null ? "" : source.name(problem.element()), problem.text()))
                        .toList()))
                .toList();
    }

    private Summary summary(Instance instance) {
        return new Summary(String.valueOf(instance.key()), instance.processId(), instance.startedAt(),
                InstanceView.status(instance), report.outcome(instance));
    }

    Optional<InstanceView> instance(long key) {
        return watch.find(key).map(instance -> InstanceView.of(instance, watch, report, outbox));
    }

    /** The diagram of a deployed process. */
    Optional<byte[]> diagram(long definition) {
        return models.find(definition).map(Models.Deployed::bpmn);
    }

    /** A file of the folder, or one that was dropped on the page. */
    Optional<byte[]> file(String name) {
        return catalog.find(name).map(Catalog.Source::content);
    }

    Optional<Outbox.Mail> mail(long number) {
        return outbox.mails().stream().filter(mail -> mail.received().number() == number).findFirst();
    }
}
