package dev.herald.benchmark.wire;

import dev.herald.benchmark.local.Certificate;
import dev.herald.benchmark.local.DelayProxy;
import dev.herald.benchmark.local.Load;
import dev.herald.benchmark.local.SmtpSink;
import dev.herald.benchmark.local.Stopwatch;
import dev.herald.benchmark.report.Options;
import dev.herald.benchmark.report.Part;
import dev.herald.benchmark.report.Report;
import dev.herald.benchmark.report.Target;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Emails per second into a server that wants STARTTLS and AUTH, near and far. */
public final class WirePart implements Part {
    private static final List<Integer> ROUND_TRIPS = List.of(0, 5, 20);
    private static final Duration WARM_UP = Duration.ofSeconds(1);
    private static final String UNIT = "emails/s";

    @Override
    public String name() {
        return "wire";
    }

    @Override
    public void run(Options options, Report report) throws Exception {
        Certificate certificate = Certificate.make(options.folder());
        List<Contender> contenders = Contender.present();
        Report forgotten = new Report();
        for (Contender contender : contenders) {
            measure(contender, 0, certificate, options, forgotten);
        }
        for (int round = 0; round < options.rounds(); round++) {
            for (int milliseconds : ROUND_TRIPS) {
                for (Contender contender : contenders) {
                    measure(contender, milliseconds, certificate, options, report);
                }
            }
        }
        compare(report);
    }

    private void measure(Contender contender, int milliseconds, Certificate certificate, Options options,
            Report report) throws Exception {
        Duration roundTrip = Duration.ofMillis(milliseconds);
        try (SmtpSink sink = contender.encrypted()
                ? SmtpSink.withTls(certificate, roundTrip)
                : SmtpSink.plain(roundTrip);
                DelayProxy proxy = milliseconds == 0 ? null : new DelayProxy(sink.port(), roundTrip);
                MailClient client = contender.opener().open(port(sink, proxy), certificate)) {
            Load load = client.start();
            Stopwatch.pass(WARM_UP);
            long roundTrips = sink.roundTrips();
            long emails = sink.accepted();
            double rate = Stopwatch.perSecond(sink::accepted, options.length());
            double roundTripsPerEmail = (double) (sink.roundTrips() - roundTrips) / (sink.accepted() - emails);
            load.end();
            String setup = milliseconds + " ms";
            report.add(name(), setup, contender.name(), UNIT, rate);
            if (milliseconds > 0) {
                report.add(name(), setup, contender.name(), "round trips/email", roundTripsPerEmail);
            }
        } catch (Exception e) {
            System.out.println(contender.name() + " at " + milliseconds + " ms: " + e);
        }
    }

    private static int port(SmtpSink sink, @Nullable DelayProxy proxy) {
        return proxy == null ? sink.port() : proxy.port();
    }

    private void compare(Report report) {
        double near = report.median(name(), "0 ms", Contender.HERALD, UNIT);
        double far = report.median(name(), "20 ms", Contender.HERALD, UNIT);
        report.add(Target.atLeast(7, "wire, 20 ms: Herald / JavaMailSenderImpl",
                far / report.median(name(), "20 ms", Contender.SPRING, UNIT)));
        report.add(Target.atLeast(1.4, "wire, 20 ms: Herald / Vert.x",
                far / report.median(name(), "20 ms", Contender.VERTX, UNIT)));
        report.add(Target.atLeast(0.8, "wire, 0 ms: Herald / Vert.x",
                near / report.median(name(), "0 ms", Contender.VERTX, UNIT)));
    }
}
