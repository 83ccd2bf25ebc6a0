package dev.herald.sandbox;

import dev.herald.sandbox.local.TextMessage;
import dev.herald.sandbox.local.ReceivedMail;
import dev.herald.sandbox.local.ParsedMail;
import dev.herald.sandbox.engine.InstanceWatch;
import dev.herald.sandbox.engine.Instance;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.herald.sandbox.engine.Models;
import io.camunda.client.api.command.ClientException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the page shows, in the form in which it is sent to the browser. */
final class PageData {
    private final Outbox outbox;
    private final InstanceWatch watch;
    private final Models models;
    private final Catalog catalog;
    private final Herald herald;
    private final Report report;

    PageData(Outbox outbox, InstanceWatch watch, Catalog catalog, Herald herald) {
        this.outbox = outbox;
        this.watch = watch;
        this.catalog = catalog;
        this.herald = herald;
        models = watch.models();
        report = new Report(models, outbox);
    }

    /** @param version grows with every change */
    record State(long version, List<ProcessView> processes, List<InstanceView> instances, List<MessageView> messages) {}

    record ProcessView(String id, String description, JsonNode variables) {}

    /** @param status running, incident, completed or terminated */
    record InstanceView(String key, String processId, Instant startedAt, String status, String outcome,
            List<StepView> steps, Map<String, JsonNode> variables) {}

    /** @param kind sent, queued, skipped, failed, waited, error or incident */
    record StepView(String element, String kind, String text, @Nullable String messageId) {}

    /**
     * @param kind email or sms
     * @param number of the email, null for an SMS
     * @param subject of the email, null for an SMS
     * @param notes what else there is to know, as {@code Bcc} or the number of segments
     */
    record MessageView(String kind, @Nullable Long number, @Nullable String messageId, Instant at, String from,
            String to, @Nullable String subject, @Nullable String text, boolean html, List<FileView> files,
            List<String> notes) {}

    record FileView(String name, String contentType, int size) {}

    long version() {
        return watch.version() + outbox.version() + catalog.version();
    }

    State state() {
        long version = version(); // first, so that no change is missed
        return new State(version,
                catalog.startable(models).stream().map(this::process).toList(),
                watch.newestFirst().stream().map(this::view).toList(),
                Stream.concat(outbox.mails().stream().map(PageData::view),
                        outbox.textMessages().stream().map(PageData::view))
                        .sorted(Comparator.comparing(MessageView::at).reversed()).toList());
    }

    private ProcessView process(String id) {
        return catalog.example(id)
                .map(example -> new ProcessView(id, example.description(), example.variables()))
                .orElse(new ProcessView(id, "", JsonNodeFactory.instance.objectNode()));
    }

    Optional<ReceivedMail> mail(long number) {
        return outbox.mailbox().find(number);
    }

    /**
     * Starts an instance.
     *
     * @return its key
     * @throws ClientException if the engine refuses
     */
    long startInstance(String processId, JsonNode variables) {
        return herald.client().newCreateInstanceCommand().bpmnProcessId(processId).latestVersion()
                .variables(variables.toString()).send().join().getProcessInstanceKey();
    }

    private InstanceView view(Instance instance) {
        boolean stuck = instance.allIncidents().findAny().isPresent();
        String status = switch (instance.state()) {
            case ACTIVE -> stuck ? "incident" : "running";
            case COMPLETED -> stuck ? "incident" : instance.hasEnded() ? "completed" : "running";
            case TERMINATED -> "terminated";
        };
        Stream<StepView> steps = Stream.concat(instance.allSteps().map(this::view),
                instance.allIncidents().map(incident -> new StepView(models.nameOf(incident.element()), "incident",
                        incident.text(), null)));
        return new InstanceView(String.valueOf(instance.key()), instance.processId(), instance.startedAt(), status,
                report.outcome(instance), steps.toList(), instance.variables());
    }

    private StepView view(Instance.Step step) {
        String name = models.nameOf(step.element());
        return switch (step) {
            case Instance.Result result ->
                new StepView(name, result.status(), report.summary(result), result.messageId());
            case Instance.Retry retry -> new StepView(name, "waited", Report.text(retry), null);
            case Instance.Thrown thrown -> new StepView(name, "error", thrown.code() + ": " + thrown.text(), null);
        };
    }

    private static MessageView view(Outbox.Mail arrived) {
        ReceivedMail received = arrived.received();
        ParsedMail mail = arrived.parsed();
        List<String> hidden = received.recipients().stream()
                .filter(recipient -> !(mail.to() + mail.cc()).contains(recipient)).toList();
        List<String> notes = Stream.of(mail.cc().isEmpty() ? "" : "Cc: " + mail.cc(),
                hidden.isEmpty() ? "" : "Bcc: " + String.join(", ", hidden)).filter(note -> !note.isEmpty()).toList();
        return new MessageView("email", received.number(), mail.messageId(), received.at(), mail.from(), mail.to(),
                mail.subject(), mail.text(), mail.html() != null, mail.files().stream()
                        .map(file -> new FileView(file.name(), file.contentType(), file.content().length)).toList(),
                notes);
    }

    private static MessageView view(TextMessage sms) {
        Stream<String> facts = Stream.of(sms.status(),
                sms.segments() + (sms.segments() == 1 ? " segment" : " segments"));
        String sender = sms.from() == null ? String.valueOf(sms.messagingServiceSid()) : sms.from();
        return new MessageView("sms", null, sms.sid(), sms.createdAt(), sender, sms.to(), null, sms.body(), false,
                List.of(), Stream.concat(facts, sms.mediaUrls().stream()).toList());
    }
}
