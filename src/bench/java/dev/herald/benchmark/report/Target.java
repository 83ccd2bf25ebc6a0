package dev.herald.benchmark.report;

/**
 * What Herald wants to reach.
 *
 * @param name what is compared
 * @param atLeast whether {@code wanted} is the least, else the most
 */
public record Target(String name, boolean atLeast, double wanted, double measured) {

    public static Target atLeast(double wanted, String name, double measured) {
        return new Target(name, true, wanted, measured);
    }

    public static Target atMost(double wanted, String name, double measured) {
        return new Target(name, false, wanted, measured);
    }

    public boolean met() {
        return atLeast ? measured >= wanted : measured <= wanted;
    }
}
