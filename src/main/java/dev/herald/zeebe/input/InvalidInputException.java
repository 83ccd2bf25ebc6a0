package dev.herald.zeebe.input;

import dev.herald.message.ErrorCode;
import dev.herald.message.Outcome;

/** A variable that an action can't work with; the text names it and holds no value. */
public final class InvalidInputException extends RuntimeException {
    private final String variable;

    InvalidInputException(String variable, String problem) {
        super(variable + ": " + problem, null, false, false);
        this.variable = variable;
    }

    /** @param problem begins with the variable's name and a colon */
    InvalidInputException(String problem) {
        super(problem, null, false, false);
        this.variable = problem.substring(0, problem.indexOf(':'));
    }

    /** An operator's slip of the pen is no failure of the message, which may have been sent. */
    public Outcome outcome() {
        return variable.equals(Inputs.ON_UNCONFIRMED)
                ? new Outcome.Misconfigured(reason())
                : new Outcome.Refused(ErrorCode.INVALID_REQUEST, reason());
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
