package dev.herald.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.herald.message.ActionType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A process instance as the engine's records tell it, at one moment.
 *
 * @param endEvents the ids of the end events that were reached, in that order
 * @param steps what its actions reported, in that order
 * @param incidents those that are not resolved
 * @param variables of the process, not of its elements
 * @param deliveries the instances that deliver in the background for this one
 */
public record Instance(long key, String processId, Instant startedAt, State state, List<String> endEvents,
        List<Step> steps,
        List<Incident> incidents, Map<String, JsonNode> variables, List<Instance> deliveries) {

    public enum State {
        ACTIVE, COMPLETED, TERMINATED
    }

    /** A task of a process. */
    public record Element(String processId, String id) {}

    /** What an action reported. */
    public sealed interface Step {

        Element element();
    }

    /**
     * It wrote its result variable.
     *
     * @param status {@code sent}, {@code queued}, {@code skipped} or {@code failed}
     * @param inputs what the action read
     */
    public record Result(Element element, ActionType action, String status, String text, @Nullable String messageId,
            Map<String, JsonNode> inputs) implements Step {}

    /** Attempts failed in the same way, one after the other, and another one follows. */
    public record Retry(Element element, String text, int times) implements Step {}

    /** A BPMN error was thrown. */
    public record Thrown(Element element, String code, String text) implements Step {}

    /** Somebody has to step in. */
    public record Incident(Element element, String text) {}

    /** The steps of this instance and then of those that deliver for it. */
    public Stream<Step> allSteps() {
        return Stream.concat(steps.stream(), deliveries.stream().flatMap(Instance::allSteps));
    }

    /** Those steps among them that wrote a result. */
    public Stream<Result> allResults() {
        return allSteps().filter(Result.class::isInstance).map(Result.class::cast);
    }

    /** The open incidents of this instance and of those that deliver for it. */
    public Stream<Incident> allIncidents() {
        return Stream.concat(incidents.stream(), deliveries.stream().flatMap(Instance::allIncidents));
    }

    /** Whether it and every delivery that it handed over have ended. */
    public boolean hasEnded() {
        long handedOver = steps.stream()
                .filter(step -> step instanceof Result result && result.status().equals("queued"))
                .count();
        return state != State.ACTIVE && deliveries.size() >= handedOver
                && deliveries.stream().allMatch(Instance::hasEnded);
    }

    /** Whether nothing more will happen by itself. */
    public boolean isSettled() {
        return hasEnded() || allIncidents().findAny().isPresent();
    }
}
