package dev.herald.benchmark.pushback;

import dev.herald.benchmark.report.Options;
import dev.herald.benchmark.report.Part;
import dev.herald.benchmark.report.Report;
import dev.herald.benchmark.report.Target;
import dev.herald.pushback.Crowd;
import dev.herald.pushback.Providers;
import dev.herald.pushback.PushingSmtp;
import dev.herald.pushback.PushingTwilio;
import dev.herald.pushback.PushingTwilio.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Many messages at once through providers that push back, with default settings. */
public final class PushbackPart implements Part {
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration SOON = Duration.ofMillis(5);
    private static final Duration LATER = Duration.ofMillis(100);
    private static final List<Scenario> SCENARIOS = List.of(
            email("432 while more than 3 are open", 300, 10, 0.5, 40, LATER, () -> Providers.whileMoreThan(3)),
            email("432 beyond the third", 300, 10, 0.5, 40, LATER, () -> Providers.beyond(3)),
            email("454 beyond 20 a second", 600, 30, 0.3, 39, SOON, () -> Providers.inASecond(20)),
            email("451 greylisting, 90 s", 30, 90, 10, 300, SOON,
                    () -> Providers.greylisting("c", Duration.ofSeconds(90))),
            email("452 disk full, 60 s", 10, 60, 10, 120, SOON, () -> Providers.full(Duration.ofSeconds(60))),
            email("421 after 10 in a session", 300, 1, 1, 60, SOON, () -> Providers.inASession(10)),
            sms("429 beyond 5 at once", 300, 6, 5, 32, LATER, () -> Providers.atOnce(5)),
            sms("503 for 20 s", 20, 20, 10, 60, LATER, () -> Providers.overloaded(Duration.ofSeconds(20))));

    /**
     * One table line.
     *
     * @param ideal how many seconds it takes at best
     * @param refused how many refused attempts for each message there may be
     * @param longest how many seconds it may take
     */
    private record Scenario(String name, int messages, double ideal, double refused, double longest, Opener opener) {}

    @FunctionalInterface
    private interface Opener {
        Provider open() throws IOException;
    }

    private record Provider(Map<String, Object> settings, Supplier<Map<String, Integer>> taken, LongSupplier refused,
            boolean texts, AutoCloseable server) {}

    private static Scenario email(String name, int messages, double ideal, double refused, double longest,
            Duration service, Supplier<PushingSmtp.Rule> rule) {
        return new Scenario(name, messages, ideal, refused, longest, () -> {
            PushingSmtp server = new PushingSmtp(rule.get(), service);
            return new Provider(Crowd.preset("default", server), server::taken, server::refused, false, server);
        });
    }

    private static Scenario sms(String name, int messages, double ideal, double refused, double longest,
            Duration service, Supplier<IntFunction<Refusal>> rule) {
        return new Scenario(name, messages, ideal, refused, longest, () -> {
            PushingTwilio server = new PushingTwilio(rule.get(), service);
            return new Provider(Crowd.sender("default", server), server::taken, server::refused, true, server);
        });
    }

    @Override
    public String name() {
        return "pushback";
    }

    @Override
    public void run(Options options, Report report) throws Exception {
        for (Scenario scenario : SCENARIOS) {
            measure(scenario, "Herald", options, report);
            measure(scenario, "the same, deaf", options, report, Deaf.class);
            report.add(Target.atMost(scenario.longest, name() + ": seconds, " + scenario.name,
                    report.median(name(), "Herald", scenario.name, "s")));
            report.add(Target.atMost(scenario.refused, name() + ": refused attempts a message, " + scenario.name,
                    report.median(name(), "Herald", scenario.name, "refused/message")));
            report.add(Target.atMost(0, name() + ": not sent once, " + scenario.name,
                    report.median(name(), "Herald", scenario.name, "not once")));
        }
    }

    @SuppressWarnings("try") // it serves until this is over
    private void measure(Scenario scenario, String subject, Options options, Report report, Class<?>... more)
            throws Exception {
        Path folder = Files.createTempDirectory(options.folder(), "pushback");
        Provider provider = scenario.opener.open();
        try (provider.server;
                Crowd crowd = new Crowd(folder, provider.settings, more)) {
            long start = System.nanoTime();
            if (provider.texts) {
                crowd.texts("default", scenario.messages);
            } else {
                crowd.emails("default", "c", scenario.messages);
            }
            int incidents = crowd.await(LONGEST).size();
            double seconds = (System.nanoTime() - start) / 1e9;
            long once = provider.taken.get().values().stream().filter(copies -> copies == 1).count();
            report.add(name(), subject, scenario.name, "s", seconds);
            report.add(name(), subject, scenario.name, "refused/message",
                    provider.refused.getAsLong() / (double) scenario.messages);
            report.add(name(), subject, scenario.name, "incidents", incidents);
            report.add(name(), subject, scenario.name, "not once", (double) (scenario.messages - once));
        }
    }
}
