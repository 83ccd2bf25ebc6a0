package dev.herald.zeebe;

/** A variable that an action can't work with; the text names it and holds no value. */
final class InvalidInputException extends RuntimeException {
    InvalidInputException(String variable, String problem) {
        super(variable + ": " + problem, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
