package dev.herald.sandbox.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.herald.message.ActionType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A process instance as the engine's records tell it, at one moment.
 *
 * @param definitionKey the deployed version of the process that it follows, see {@link Models#find}
 * @param version grows with every change of it and of its children
 * @param endEvents the ids of the end events that were reached, in that order
 * @param steps what its actions reported, in that order
 * @param incidents those that are not resolved
 * @param variables of the process, not of its elements
 * @param children the instances that deliver in the background for this one, or that it called
 * @param visits every element that it has come to, in that order
 * @param flows the ids of the sequence flows that it took
 */
public record Instance(long key, long definitionKey, String processId, Instant startedAt, long version, State state,
        List<String> endEvents, List<Step> steps, List<Incident> incidents, Map<String, JsonNode> variables,
        List<Instance> children, List<Visit> visits, Set<String> flows) {

    public enum State {
        ACTIVE, COMPLETED, TERMINATED
    }

    /** A node of a process. */
    public record Element(String processId, String id) {}

    /**
     * One time that an instance came to an element.
     *
     * @param key of the element's instance: the scope of its variables
     * @param type as {@code SERVICE_TASK}
     * @param jobType null where it asks for no worker
     * @param jobKey 0 where it asks for no worker
     * @param variables its own ones
     * @param outer what it sees of the scopes around it
     * @param waits what has to happen before it goes on
     */
    public record Visit(long key, Element element, String type, @Nullable String jobType, long jobKey,
            State state, Map<String, JsonNode> variables, Map<String, JsonNode> outer, List<Wait> waits) {

        /** Whether its worker is one of Herald's. */
        public boolean isHeralds() {
            return jobType != null && InstanceLog.action(jobType) != null;
        }

        /** The tasks, events and gateways, without what only contains others. */
        boolean isLeaf() {
            return !type.equals("PROCESS") && !type.endsWith("SUB_PROCESS") && !type.equals("MULTI_INSTANCE_BODY")
                    && !type.equals("CALL_ACTIVITY");
        }
    }

    /** What has to happen before an element goes on. */
    public sealed interface Wait {}

    /** Somebody has to take a job of this type. */
    public record ForWorker(String jobType, long jobKey) implements Wait {

        public boolean isForHerald() {
            return InstanceLog.action(jobType) != null;
        }
    }

    public record ForTime(Instant due) implements Wait {}

    public record ForMessage(String name, String correlationKey) implements Wait {}

    /** Somebody has to complete a user task. */
    public record ForPerson() implements Wait {}

    /** What an action reported. */
    public sealed interface Step {

        Element element();

        /** The {@link Visit#key}. */
        long visit();
    }

    /**
     * It wrote its result variable.
     *
     * @param value the whole result
     * @param inputs what the action read
     */
    public record Result(Element element, long visit, ActionType action, JsonNode value,
            Map<String, JsonNode> inputs) implements Step {

        /** {@code sent}, {@code queued}, {@code skipped} or {@code failed}. */
        public String status() {
            return value.path("status").asText();
        }

        public String text() {
            return value.path("message").asText();
        }

        public @Nullable String messageId() {
            return value.path("messageId").textValue();
        }

        /** Whether nobody saw the provider accept it. */
        public boolean isAssumed() {
            return value.path("assumed").asBoolean();
        }

        /** What is probably not meant. */
        public List<String> warnings() {
            return value.path("warnings").valueStream().map(JsonNode::asText).toList();
        }
    }

    /** Attempts failed in the same way, one after the other, and another one follows. */
    public record Retry(Element element, long visit, String text, int times) implements Step {}

    /** A BPMN error was thrown. */
    public record Thrown(Element element, long visit, String code, String text) implements Step {}

    /**
     * Somebody has to step in.
     *
     * @param visit the {@link Visit#key}
     * @param jobKey -1 where it is not about a job
     * @param type as {@code JOB_NO_RETRIES}
     */
    public record Incident(long key, Element element, long visit, long jobKey, String type, String text) {}

    /** What one of its visits reported. */
    public List<Step> stepsAt(Visit visit) {
        return steps.stream().filter(step -> step.visit() == visit.key()).toList();
    }

    /** This instance and all below it. */
    public Stream<Instance> all() {
        return Stream.concat(Stream.of(this), children.stream().flatMap(Instance::all));
    }

    /** The steps of this instance and then of those below it. */
    public Stream<Step> allSteps() {
        return all().flatMap(instance -> instance.steps.stream());
    }

    /** Those steps among them that wrote a result. */
    public Stream<Result> allResults() {
        return allSteps().filter(Result.class::isInstance).map(Result.class::cast);
    }

    /** The open incidents of this instance and of those below it. */
    public Stream<Incident> allIncidents() {
        return all().flatMap(instance -> instance.incidents.stream());
    }

    /** Where it is now. */
    public Stream<Visit> waiting() {
        return visits.stream().filter(visit -> visit.state() == State.ACTIVE && visit.isLeaf());
    }

    /** Whether it and every delivery that it handed over have ended. */
    public boolean hasEnded() {
        long handedOver = steps.stream()
                .filter(step -> step instanceof Result result && result.status().equals("queued"))
                .count();
        return state != State.ACTIVE && children.size() >= handedOver && children.stream().allMatch(Instance::hasEnded);
    }

    /** Whether nothing more will happen by itself. */
    public boolean isSettled() {
        return hasEnded() || allIncidents().findAny().isPresent();
    }

    /** Whether it goes on only once somebody does what neither Herald nor the engine does. */
    public boolean waitsForOthers() {
        List<Visit> waiting = all().flatMap(Instance::waiting).toList();
        return !waiting.isEmpty() && waiting.stream().allMatch(visit -> !visit.waits().isEmpty()
                && visit.waits().stream().allMatch(Instance::isForOthers));
    }

    private static boolean isForOthers(Wait wait) {
        return switch (wait) {
            case ForWorker worker -> !worker.isForHerald();
            case ForPerson() -> true;
            case ForTime time -> false;
            case ForMessage message -> false;
        };
    }
}
