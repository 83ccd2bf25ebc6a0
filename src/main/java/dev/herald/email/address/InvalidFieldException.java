package dev.herald.email.address;

/** An input that can't be sent. Its text holds no value. */
public final class InvalidFieldException extends Exception {
    private final String problem;

    /**
     * @param field the input, as {@code recipient[1]}
     * @param problem what is wrong with it
     */
    public InvalidFieldException(String field, String problem) {
        super(field + ": " + problem);
        this.problem = problem;
    }

    public String problem() {
        return problem;
    }
}
