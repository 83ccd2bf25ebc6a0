package dev.herald.zeebe.input;

/** What a refused message does to the flow. */
public enum OnFailure {
    /** A BPMN error, which a boundary event can catch. */
    ERROR,
    /** The flow goes on with status {@code failed}, and {@code previousStepsSucceeded} is false from then on. */
    CONTINUE
}
