package dev.herald.benchmark.sms;

import dev.herald.benchmark.local.HeraldChannels;
import dev.herald.benchmark.local.Load;
import dev.herald.benchmark.local.Stopwatch;
import dev.herald.benchmark.local.TwilioApi;
import dev.herald.benchmark.report.Options;
import dev.herald.benchmark.report.Part;
import dev.herald.benchmark.report.Report;
import dev.herald.benchmark.report.Target;
import dev.herald.message.Channel;
import dev.herald.message.Sms;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** SMS per second into an API that takes 100 ms for each, some at once. */
public final class SmsPart implements Part {
    private static final Duration LATENCY = Duration.ofMillis(100);
    private static final Duration WARM_UP = Duration.ofSeconds(1);
    private static final List<Integer> AT_ONCE = List.of(16, 64);
    private static final String HERALD = "Herald";
    private static final String UNIT = "SMS/s";

    @Override
    public String name() {
        return "sms";
    }

    @Override
    public void run(Options options, Report report) throws Exception {
        for (int round = 0; round < options.rounds(); round++) {
            for (int atOnce : AT_ONCE) {
                herald(atOnce, options, report);
                twilio(atOnce, options, report);
            }
        }
        for (int atOnce : AT_ONCE) {
            double possible = atOnce / (LATENCY.toMillis() / 1000.0);
            report.add(Target.atLeast(0.95, "sms, " + atOnce + " at once: Herald / (concurrency / latency)",
                    report.median(name(), setup(atOnce), HERALD, UNIT) / possible));
        }
    }

    private void herald(int atOnce, Options options, Report report) throws Exception {
        try (TwilioApi api = new TwilioApi(LATENCY);
                HeraldChannels channels = new HeraldChannels(settings(api, atOnce))) {
            Channel<Sms> channel = channels.sms();
            Sms sms = new Sms(null, DefaultTwilio.TO, DefaultTwilio.TEXT, List.of(), null, null, null);
            measure(atOnce, HERALD, api, () -> channels.send(channel, sms), options, report);
        }
    }

    private void twilio(int atOnce, Options options, Report report) throws Exception {
        try (TwilioApi api = new TwilioApi(LATENCY)) {
            DefaultTwilio twilio = new DefaultTwilio(api.uri());
            measure(atOnce, "twilio-java, its default client", api, twilio::send, options, report);
        }
    }

    private void measure(int atOnce, String subject, TwilioApi api, Load.Sending sending, Options options,
            Report report) throws Exception {
        Load load = Load.ofThreads(atOnce, sending);
        Stopwatch.pass(WARM_UP);
        double rate = Stopwatch.perSecond(api::accepted, options.length());
        load.end();
        report.add(name(), setup(atOnce), subject, UNIT, rate);
    }

    private static String setup(int atOnce) {
        return atOnce + " at once";
    }

    private static Map<String, Object> settings(TwilioApi api, int atOnce) {
        String sender = "herald.sms.senders.default.";
        return Map.of(sender + "base-url", api.uri().toString(), sender + "account-sid", DefaultTwilio.ACCOUNT,
                sender + "auth-token", DefaultTwilio.TOKEN, sender + "from", DefaultTwilio.FROM,
                sender + "max-connections", atOnce);
    }
}
