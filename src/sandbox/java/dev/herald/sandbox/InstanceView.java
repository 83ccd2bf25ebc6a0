package dev.herald.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.herald.sandbox.engine.Instance;
import dev.herald.sandbox.engine.InstanceWatch;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An instance as the page shows it: the path, and what each element did. Keys are text, since a browser's numbers are too
 * short for them.
 *
 * @param definition what its diagram is found by
 * @param status running, incident, completed or terminated
 * @param parent null for none
 */
record InstanceView(String key, String definition, String processId, Instant startedAt, long version, String status,
        String outcome, @Nullable String parent, List<Child> children, Set<String> flows, List<VisitView> visits,
        Map<String, JsonNode> variables) {

    /** An instance below it. */
    record Child(String key, String processId, String status) {}

    /**
     * @param state active, completed, terminated or incident
     * @param kind of what it reported last: sent, queued, skipped, failed, waited or error; null for nothing
     * @param about what stands in {@code heraldIncident}, null for nothing
     * @param messageIds of what it sent, or tried to
     * @param jobs the keys of jobs that no worker of Herald's takes
     */
    record VisitView(String key, String element, String name, String type, String state, @Nullable String kind,
            List<StepView> steps, @Nullable JsonNode result, Map<String, JsonNode> inputs,
            Map<String, JsonNode> variables, List<IncidentView> incidents, @Nullable JsonNode about,
            List<String> waits, List<String> messageIds, List<String> jobs) {}

    /** @param kind sent, queued, skipped, failed, waited, error or warning */
    record StepView(String kind, String text) {}

    /** @param isAboutJob whether the task's own variables are what its retry looks at */
    record IncidentView(String key, String text, boolean isAboutJob) {}

    static InstanceView of(Instance instance, InstanceWatch watch, Report report, Outbox outbox) {
        return new InstanceView(String.valueOf(instance.key()), String.valueOf(instance.definitionKey()),
                instance.processId(), instance.startedAt(), instance.version(), status(instance),
                report.outcome(instance), watch.parentOf(instance.key()).map(String::valueOf).orElse(null),
                instance.children().stream()
                        .map(child -> new Child(String.valueOf(child.key()), child.processId(), status(child)))
                        .toList(),
                instance.flows(),
                instance.visits().stream().map(visit -> view(visit, instance, report, outbox)).toList(),
                instance.variables());
    }

    static String status(Instance instance) {
        boolean stuck = instance.allIncidents().findAny().isPresent();
        return switch (instance.state()) {
            case ACTIVE -> stuck ? "incident" : "running";
            case COMPLETED -> stuck ? "incident" : instance.hasEnded() ? "completed" : "running";
            case TERMINATED -> "terminated";
        };
    }

    private static VisitView view(Instance.Visit visit, Instance instance, Report report, Outbox outbox) {
        List<IncidentView> incidents = instance.incidents().stream()
                .filter(incident -> incident.visit() == visit.key())
                .map(incident -> new IncidentView(String.valueOf(incident.key()), incident.text(),
                        incident.jobKey() > 0))
                .toList();
        List<Instance.Step> steps = instance.stepsAt(visit);
        List<StepView> shown = steps.stream().flatMap(step -> view(step, report)).toList();
        return new VisitView(String.valueOf(visit.key()), visit.element().id(), report.nameOf(visit.element()),
                visit.type(), incidents.isEmpty() ? visit.state().name().toLowerCase(Locale.ROOT) : "incident",
                shown.stream().map(StepView::kind).filter(kind -> !kind.equals("warning"))
                        .reduce((first, last) -> last).orElse(null),
                shown,
                results(steps).map(Instance.Result::value).reduce((first, last) -> last).orElse(null),
                TaskInputs.of(visit), visit.variables(), incidents, visit.variables().get("heraldIncident"),
                visit.waits().stream().map(Report::text).filter(text -> !text.isEmpty()).map(String::strip).toList(),
                Stream.concat(messageIds(visit, steps), outbox.idsOf(visit.jobKey())).distinct().toList(),
                visit.waits().stream().filter(Instance.ForWorker.class::isInstance).map(Instance.ForWorker.class::cast)
                        .filter(wait -> !wait.isForHerald()).map(wait -> String.valueOf(wait.jobKey())).toList());
    }

    private static Stream<StepView> view(Instance.Step step, Report report) {
        return switch (step) {
            case Instance.Result result -> Stream.concat(
                    Stream.of(new StepView(result.status(), report.summary(result))),
                    result.warnings().stream().map(warning -> new StepView("warning", warning)));
            case Instance.Retry retry -> Stream.of(new StepView("waited", Report.text(retry)));
            case Instance.Thrown thrown -> Stream.of(new StepView("error", thrown.code() + ": " + thrown.text()));
        };
    }

    /** Under which ids what it says that it sent has arrived, if it has. */
    static Stream<String> messageIds(Instance.Visit visit, List<Instance.Step> steps) {
        JsonNode about = visit.variables().get("heraldIncident");
        return Stream.concat(results(steps).map(Instance.Result::messageId),
                Stream.of(about == null ? "" : about.path("messageId").asText())).filter(Objects::nonNull)
                .filter(id -> !id.isEmpty()).distinct();
    }

    private static Stream<Instance.Result> results(List<Instance.Step> steps) {
        return steps.stream().filter(Instance.Result.class::isInstance).map(Instance.Result.class::cast);
    }
}
