package dev.herald.benchmark.engine;

import dev.herald.benchmark.local.Certificate;
import dev.herald.benchmark.local.SmtpSink;
import dev.herald.benchmark.local.TwilioApi;
import dev.herald.benchmark.report.Options;
import java.io.IOException;
import java.time.Duration;

/** What a Herald works with: an engine and the instances in it, an SMTP server and a Twilio API that answer at once. */
record Surroundings(Certificate certificate, SmtpSink sink, TwilioApi api, EngineProcess engine, Instances instances)
        implements
            AutoCloseable {

    static Surroundings open(Options options) throws Exception {
        Certificate certificate = Certificate.make(options.folder());
        SmtpSink sink = SmtpSink.withTls(certificate, Duration.ZERO);
        TwilioApi api = new TwilioApi(Duration.ZERO);
        EngineProcess engine = new EngineProcess(options.folder());
        return new Surroundings(certificate, sink, api, engine, new Instances(engine.gateway()));
    }

    @Override
    public void close() throws IOException {
        try (sink; api; engine; instances) {
            // the last one first
        }
    }
}
