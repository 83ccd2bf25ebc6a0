package dev.herald.message;

/** The BPMN error codes that a boundary event can catch. */
public enum ErrorCode {
    /** An input is missing, malformed or contradictory. */
    INVALID_REQUEST,
    /** The provider refused every recipient for good. */
    RECIPIENT_REJECTED,
    /** The provider refused the message for good. */
    MESSAGE_REJECTED,
    /** A guardrail, an allow-list or a budget forbids it. */
    NOT_ALLOWED
}
