package dev.herald.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.herald.message.ActionType;
import dev.herald.sandbox.engine.Instance;
import dev.herald.sandbox.engine.Models;
import io.camunda.client.api.command.ClientException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells what became of an instance, in words and in a few aligned lines. */
final class Report {
    private static final int WIDTH = 120;
    private static final int LONGEST_TEXT = 70;
    private static final List<String> RESULT_FIELDS = List.of("status", "message", "messageId", "code");
    private static final String JOB_TYPES = Arrays.stream(ActionType.values()).map(ActionType::jobType)
            .collect(Collectors.joining(" and "));

    private final Models models;
    private final Outbox outbox;

    Report(Models models, Outbox outbox) {
        this.models = models;
        this.outbox = outbox;
    }

    /** @param differences in what the example ended otherwise than it says; empty for a success */
    String of(Example example, Instance instance, List<String> differences) {
        List<String> lines = new ArrayList<>();
        boolean unchecked = differences.isEmpty() && example.expectation().isEmpty();
        lines.add((unchecked ? "        " : differences.isEmpty() ? "ok      " : "FAILED  ") + example.processId());
        if (!example.description().isEmpty()) {
            lines.add(wrapped("    ", example.description()));
        }
        if (unchecked) {
            lines.add(detail("unchecked", "the example expects nothing"));
        }
        differences.forEach(difference -> lines.add(detail("otherwise", difference)));
        lines.add(detail("outcome", outcome(instance)));
        instance.allSteps().forEach(step -> lines.addAll(details(step)));
        outbox.copies(instance).forEach(
                copy -> lines.add(detail("email copy", "to " + copy.to() + ": " + shortened(copy.text()))));
        for (ActionType action : ActionType.values()) {
            JsonNode value = instance.variables().get(action.resultVariable());
            if (value != null) {
                lines.add(detail(action.resultVariable(), readable(value)));
            }
        }
        return String.join(System.lineSeparator(), lines);
    }

    /** What is wrong with a file, and that the rest goes on without it. */
    String of(Catalog.Source faulty) {
        List<String> lines = new ArrayList<>();
        lines.add("FAILED  " + faulty.name());
        for (Problem problem : faulty.problems()) {
            lines.add(detail("not taken", problem.element() == null
                    ? problem.text()
                    : faulty.name(problem.element()) + ": " + problem.text()));
        }
        return String.join(System.lineSeparator(), lines);
    }

    /** Why the engine does not start an example. */
    static String notStarted(Example example, ClientException problem) {
        return "FAILED  " + example.processId() + System.lineSeparator()
                + detail("not started", String.valueOf(problem.getMessage()).replaceFirst("^Command .*?: ", ""));
    }

    /** Where it ended, or what keeps it. */
    String outcome(Instance instance) {
        if (instance.allIncidents().findAny().isPresent()) {
            return instance.all().flatMap(where -> where.incidents().stream().map(
                    incident -> "incident at " + quoted(incident.element()) + below(instance, where) + ": "
                            + incident.text()))
                    .collect(Collectors.joining("; "));
        }
        return switch (instance.state()) {
            case ACTIVE -> waiting(instance);
            case TERMINATED -> "terminated";
            case COMPLETED -> {
                String end = "completed at " + instance.endEvents().stream().sorted()
                        .map(id -> quoted(new Instance.Element(instance.processId(), id)))
                        .collect(Collectors.joining(" and "));
                yield instance.hasEnded() ? end : end + "; " + waiting(instance);
            }
        };
    }

    private String waiting(Instance instance) {
        String waiting = instance.all()
                .flatMap(where -> where.waiting()
                        .map(visit -> "waits at " + quoted(visit.element()) + below(instance, where)
                                + reasons(where, visit)))
                .collect(Collectors.joining("; "));
        return waiting.isEmpty() ? "still running" : waiting;
    }

    private static String reasons(Instance instance, Instance.Visit visit) {
        Stream<String> retry = instance.steps().stream()
                .filter(step -> step instanceof Instance.Retry && step.visit() == visit.key())
                .map(step -> ": " + text((Instance.Retry) step));
        Stream<String> waits = visit.waits().stream().map(Report::text).filter(text -> !text.isEmpty());
        return retry.reduce((first, last) -> last).orElseGet(() -> waits.collect(Collectors.joining(" or ")));
    }

    /** Empty for a job of Herald's own, which is in work. */
    static String text(Instance.Wait wait) {
        return switch (wait) {
            case Instance.ForWorker worker -> worker.isForHerald()
                    ? ""
                    : " for a worker of the type " + worker.jobType() + " (Herald's are " + JOB_TYPES + ")";
            case Instance.ForTime(var due) ->
                " until " + LocalTime.ofInstant(due, ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS);
            case Instance.ForMessage(String name, String key) -> " for the message " + name + " with the key " + key;
            case Instance.ForPerson() -> " for somebody to complete it";
        };
    }

    /** The name in the diagram, or the id of an element without one. */
    String nameOf(Instance.Element element) {
        return models.nameOf(element);
    }

    private String quoted(Instance.Element element) {
        return '"' + models.nameOf(element) + '"';
    }

    /** Where that is another process. */
    private static String below(Instance instance, Instance where) {
        return where.key() == instance.key() ? "" : " of " + where.processId() + " " + where.key();
    }

    private List<String> details(Instance.Step step) {
        List<String> lines = new ArrayList<>(List.of(detail(step)));
        if (step instanceof Instance.Result result) {
            result.warnings().forEach(warning -> lines.add(detail("warning", warning)));
        }
        return lines;
    }

    private String detail(Instance.Step step) {
        return switch (step) {
            case Instance.Retry retry -> detail("waited", text(retry));
            case Instance.Thrown thrown -> detail("BPMN error", thrown.code() + ": " + thrown.text());
            case Instance.Result result -> detail(switch (result.action()) {
                case SMTP_SEND_EMAIL -> "email ";
                case SEND_SMS -> "SMS ";
            } + result.status(), summary(result));
        };
    }

    /** Why it waited, and how often for the same reason. */
    static String text(Instance.Retry retry) {
        return retry.text() + (retry.times() > 1 ? " (" + retry.times() + " times)" : "");
    }

    /** To whom, and which message or why none. */
    String summary(Instance.Result result) {
        List<Outbox.Sent> arrived = result.messageId() == null
                ? List.of()
                : outbox.find(result.action(), result.messageId());
        if (!arrived.isEmpty()) {
            return "to " + arrived.getFirst().to() + ": " + shortened(arrived.getFirst().text());
        }
        boolean goesOut = result.status().equals("sent") || result.status().equals("queued");
        return switch (result.action()) {
            case SMTP_SEND_EMAIL -> "to " + input(result, "recipient") + ": "
                    + (goesOut ? input(result, "subject") : result.text());
            case SEND_SMS -> "to " + input(result, "phoneNumber") + ": "
                    + (goesOut ? input(result, "message") : result.text());
        };
    }

    private static String input(Instance.Result result, String name) {
        JsonNode value = result.inputs().get(name);
        return value == null ? "" : shortened(value.isTextual() ? value.textValue() : value.toString());
    }

    /** As FEEL writes a context, what every result has first. */
    private static String readable(JsonNode value) {
        return !value.isObject()
                ? value.toString()
                : value.properties().stream().sorted(Comparator.comparingInt(entry -> rank(entry.getKey())))
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .collect(Collectors.joining(", ", "{", "}"));
    }

    private static int rank(String field) {
        int index = RESULT_FIELDS.indexOf(field);
        return index < 0 ? RESULT_FIELDS.size() : index;
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    private static String shortened(String text) {
        String line = oneLine(text);
        return line.length() <= LONGEST_TEXT ? line : line.substring(0, LONGEST_TEXT) + "...";
    }

    private static String detail(String label, String text) {
        return wrapped("    %-15s".formatted(label), text);
    }

    /** Breaks {@code text} at spaces, below its beginning. */
    private static String wrapped(String label, String text) {
        StringBuilder lines = new StringBuilder(label);
        int column = label.length();
        for (String word : oneLine(text).split(" ", -1)) {
            if (column > label.length() && column + word.length() > WIDTH) {
                lines.append(System.lineSeparator()).append(" ".repeat(label.length()));
                column = label.length();
            }
            lines.append(word).append(' ');
            column += word.length() + 1;
        }
        return lines.toString().replaceAll(" +(?=\\R|$)", "");
    }
}
