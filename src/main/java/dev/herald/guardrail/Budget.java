package dev.herald.guardrail;

/**
 * How much may be sent for one purpose.
 *
 * @param scope what it counts for
 * @param most the most units
 * @param setting the property that says so
 */
record Budget(String scope, int most, String setting) {}
