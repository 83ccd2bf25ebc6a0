package dev.herald.message;

/** A setting that stops the start. */
public final class InvalidSettingException extends RuntimeException {
    private final String property;
    private final String remedy;

    /**
     * @param property its full name, as {@code herald.smtp.presets.default.host}
     * @param problem what is wrong, never repeating a secret
     * @param remedy what to set
     */
    public InvalidSettingException(String property, String problem, String remedy) {
        super(property + " " + problem);
        this.property = property;
        this.remedy = remedy;
    }

    /** The property to change. */
    public String property() {
        return property;
    }

    /** What to change it to. */
    public String remedy() {
        return remedy;
    }
}
